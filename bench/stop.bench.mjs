// Time to stop inside trajectories of a thousand gradients: until the request is acknowledged, until the last chain has
// stopped, and until the process has ended with the summary of the draws.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, root } from './tools.mjs';

const RUNS = 5;
const model = `dim k = 30000
param v ~ Normal(0, 3)
param x[k] ~ Normal(0, exp(v / 2))
sample { target_accept = 0.99, centring = centred, metric = diag_grad }
`;

function stopOnce(path) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dist/bayes.js'), 'sample', path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const times = { acknowledged: Number.NaN, stopped: Number.NaN, ended: Number.NaN };
    let asked = null;
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
      if (asked === null) {
        if (!said.includes('chain 2: tuning')) return;
        asked = performance.now();
        said = '';
        child.kill('SIGINT');
        return;
      }
      const since = performance.now() - asked;
      if (Number.isNaN(times.acknowledged) && said.includes('stopping')) times.acknowledged = since;
      if (/chain \d: stopped/.test(String(chunk))) times.stopped = since;
    });
    child.on('close', () => resolve({ ...times, ended: performance.now() - asked }));
  });
}

export default async function* stop() {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-stop-'));
  const path = join(folder, 'model.bayes');
  writeFileSync(path, model);
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await stopOnce(path));
  rmSync(folder, { recursive: true });
  const middle = (key) => median(runs.map((times) => times[key])).toFixed(0);
  yield `30,000 parameters: acknowledged after ${middle('acknowledged')} ms (budget 100), last chain stopped after ${middle('stopped')} ms, ended after ${middle('ended')} ms`;
}
