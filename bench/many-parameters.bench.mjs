// 100,000 parameters, 4 chains of 200 + 200, from the command's start to its report: wall time, processor's time and the
// memory of the process that samples.
//   npm run bench many-parameters
//   BAYES_BEFORE=../earlier/dist/bayes.js npm run bench many-parameters     beside an earlier version, in turn
//   BAYES_PARAMETERS=10000 npm run bench many-parameters
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, pad, root } from './tools.mjs';

const parameters = Number(process.env.BAYES_PARAMETERS ?? 100_000);
const RUNS = 3;
const programs = [
  ['before', process.env.BAYES_BEFORE],
  ['now', join(root, 'dist/bayes.js')],
].filter(([, path]) => path !== undefined);

/** By `time`, which counts the processes that the command starts, too. */
function run(program, folder) {
  const out = join(folder, 'usage');
  const args = [
    program,
    'sample',
    join(folder, 'model.bayes'),
    '--draws',
    '200',
    '--tune',
    '200',
    '--seed',
    '1',
  ];
  const command = ['-f', '%U %S %M', '-o', out, process.execPath, ...args, '--format', 'json'];
  const begun = performance.now();
  const { status, stderr, error } = spawnSync('/usr/bin/time', command, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const ms = performance.now() - begun;
  if (error !== undefined) throw new Error(`needs /usr/bin/time: ${error.message}`);
  // 3: a report that is provisional, as after so few draws.
  if (status !== 0 && status !== 3) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const [user, system, kilobytes] = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map(Number);
  return { seconds: ms / 1000, cpu: user + system, megabytes: kilobytes / 1024 };
}

export default async function* manyParameters() {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-many-'));
  try {
    writeFileSync(join(folder, 'model.bayes'), `dim d = ${parameters}\nparam x[d] ~ Normal(0, 1)\n`);
    const found = new Map(programs.map(([title]) => [title, []]));
    for (let turn = 0; turn < RUNS; turn++)
      for (const [title, program] of programs) found.get(title).push(run(program, folder));
    const of = (title, key) => median(found.get(title).map((row) => row[key]));
    yield `${parameters} parameters, 4 chains of 200 + 200 (budget of 100000: 10 s, 600 MB)`;
    for (const [title] of programs)
      yield `${pad(title, 7)} ${of(title, 'seconds').toFixed(1)} s, ${of(title, 'cpu').toFixed(1)} s of processors, ${of(title, 'megabytes').toFixed(0)} MB`;
    if (found.has('before')) {
      const ratio = (key) => (of('before', key) / of('now', key)).toFixed(2);
      yield `before takes ${ratio('seconds')} times as long, ${ratio('cpu')} times the processors' time, ${ratio('megabytes')} times the memory`;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
