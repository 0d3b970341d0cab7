// What a person waits for with eight schools: from the command to its table, with the start of Node and everything
// after it; and from a text to its first draw in a host that has run one before. Beside an earlier version in turn:
//
//   BAYES_BEFORE=../earlier/dist/bayes.js npm run bench first-draw
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { bayes, median, root } from './tools.mjs';

const RUNS = 21;
const MODEL = join(root, 'examples/eight-schools/eight_schools.bayes');
const HERE = join(root, 'dist/bayes.js');

/** Milliseconds until the first text on standard output: the table, which the tests of fit follow. */
async function untilTable(command) {
  const begun = performance.now();
  const child = spawn(process.execPath, [command, 'sample', MODEL, '--seed', '1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  const time = performance.now() - begun;
  child.stdout.resume();
  const [code] = await ended;
  if (code !== 0 && code !== 3) throw new Error(`${command} ended with ${code}`);
  return time;
}

/** A host, and how long a request takes it until its first draw arrives. */
function warmHost(command) {
  const child = fork(join(dirname(command), 'host.js'), ['--ipc'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  let arrived = 0;
  let runs = 0;
  connection.onNotification('draws', () => {
    arrived ||= performance.now();
  });
  connection.listen();
  const modelText = readFileSync(MODEL, 'utf8');
  const settings = { chains: 1, draws: 4, tune: 0, seed: 1 };
  return {
    async untilDraw() {
      arrived = 0;
      const begun = performance.now();
      const request = {
        version: 1,
        runId: `run ${runs++}`,
        modelText,
        modelPath: MODEL,
        settings,
        out: null,
      };
      const result = await connection.sendRequest('sample', request);
      if (result.kind !== 'done') throw new Error(JSON.stringify(result));
      return arrived - begun;
    },
    close: () => child.disconnect(),
  };
}

/** Medians of both, in turn. */
async function inTurn(measures) {
  const times = measures.map(() => []);
  for (let run = 0; run < RUNS; run++)
    for (const [k, measure] of measures.entries()) times[k].push(await measure());
  return times.map(median);
}

function line(what, budget, [now, before]) {
  const ratio =
    before === undefined
      ? ''
      : `, ${(now / before).toFixed(2)} of the version before (${before.toFixed(0)} ms)`;
  return `eight schools: ${now.toFixed(0)} ms from ${what} (budget ${budget})${ratio}`;
}

export default async function* firstDraw() {
  const commands = [HERE, ...(process.env.BAYES_BEFORE === undefined ? [] : [process.env.BAYES_BEFORE])];
  yield line('the command to its table', 300, await inTurn(commands.map((c) => () => untilTable(c))));

  const hosts = commands.map(warmHost);
  for (const host of hosts) await host.untilDraw();
  yield line('a text to its first draw in a warm host', 25, await inTurn(hosts.map((h) => h.untilDraw)));
  for (const host of hosts) host.close();

  const one = ['--draws', '4', '--tune', '0', '--chains', '1', '--seed', '1', '--format', 'json'];
  const compiles = Array.from(
    { length: 5 },
    () => JSON.parse(bayes(['sample', MODEL, ...one])).timing.compile_ms,
  );
  yield `eight schools: ${median(compiles).toFixed(0)} ms from text to module in a new process`;
}
