// Runs the workbench tests repeatedly beside busy loops, as on a loaded machine:
//   npm run stress:workbench                    ten times, beside two busy loops
//   npm run stress:workbench -- --runs 3 --busy 4
// Prints how long each took and what failed; exits with 1 where any did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, busy: { type: 'string', default: '2' } },
});
const [runs, busy] = [Number(values.runs), Number(values.busy)];
if (!(runs >= 1) || !(busy >= 0)) {
  console.error(
    `expected counts, found --runs ${values.runs} --busy ${values.busy}; for example --runs 3 --busy 2`,
  );
  process.exit(2);
}

const loops = Array.from({ length: busy }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
const stopLoops = () => {
  for (const loop of loops) loop.kill('SIGKILL');
};
process.on('exit', stopLoops);
let running;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    running?.kill(signal);
    process.exit(130);
  });

const report = join(root, 'test-output', 'workbench.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
let failures = 0;
for (let run = 1; run <= runs; run++) {
  const begun = performance.now();
  running = spawn(
    process.execPath,
    [vitest, 'run', '--config', 'test/workbench/vitest.config.ts', '--reporter=dot', '--reporter=json'],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [status] = await once(running, 'exit');
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  if (status === 0) {
    console.log(`run ${run} of ${runs}: passed in ${seconds} s`);
    continue;
  }
  failures++;
  console.log(`run ${run} of ${runs}: FAILED in ${seconds} s`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { assertionResults, message, name } of testResults) {
    if (assertionResults.length === 0) console.log(`  ${name}: ${message}`);
    for (const { status: state, fullName } of assertionResults)
      if (state === 'failed') console.log(`  ${fullName}`);
  }
}
console.log(`${runs - failures} of ${runs} runs passed beside ${busy} busy loops`);
// The loops would keep this process.
process.exit(failures === 0 ? 0 : 1);
