// Comparison with Stan, in the same run on the same machine: from the model's text to draws, and per effective draw.
// Needs R with rstan (Debian: apt-get install r-cran-rstan r-cran-bh r-base-dev); a C++ compile takes its time.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bayes, pad, root } from './tools.mjs';

const here = join(root, 'bench/stan');

function table(file) {
  const [head, ...rows] = readFileSync(join(root, file), 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return Object.fromEntries(names.map((name, k) => [name, rows.map((row) => row.split(',')[k])]));
}
const numbers = (texts) => texts.map(Number);

const models = {
  eight_schools: {
    ours: 'examples/eight-schools/eight_schools.bayes',
    data() {
      const { y, se } = table('examples/eight-schools/eight_schools.csv');
      return { J: y.length, y: numbers(y), se: numbers(se) };
    },
  },
  radon: {
    ours: 'examples/radon/radon.bayes',
    data() {
      const { log_radon, floor, county } = table('examples/radon/radon_mn.csv');
      const homes = { log_radon: numbers(log_radon), floor_measure: numbers(floor), county: numbers(county) };
      return { N: county.length, J: Math.max(...homes.county), ...homes };
    },
  },
  garch: {
    ours: 'test/posteriors/garch-garch11/model.bayes',
    data: () => JSON.parse(readFileSync(join(root, 'test/posteriors/garch-garch11/data.json'), 'utf8')),
  },
};

const rDump = (data) =>
  Object.entries(data)
    .map(([name, value]) => `${name} <- ${Array.isArray(value) ? `c(${value.join(', ')})` : value}`)
    .join('\n');

function stan(name, data) {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-stan-'));
  try {
    writeFileSync(join(folder, 'data.R'), `${rDump(data)}\n`);
    const args = [join(here, 'sample.R'), join(here, `${name}.stan`), join(folder, 'data.R')];
    const { status, stdout, stderr } = spawnSync('Rscript', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Rscript ${args.join(' ')}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n').pop());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export default async function* besideStan() {
  const found = spawnSync('Rscript', ['-e', 'library(rstan)'], { stdio: 'ignore' });
  if (found.status !== 0) {
    yield 'rstan is not installed, so there is nothing to compare with';
    return;
  }
  for (const [name, { ours, data }] of Object.entries(models)) {
    const flags = [
      '--draws',
      '1000',
      '--tune',
      '1000',
      '--chains',
      '4',
      '--target-accept',
      '0.8',
      '--seed',
      '7',
    ];
    const begun = performance.now();
    const report = JSON.parse(bayes(['sample', join(root, ours), ...flags, '--format', 'json']));
    const wall = (performance.now() - begun) / 1000;
    const { timing, summary } = report;
    // Summed over chains, like Stan's times.
    const sampled = (timing.us_per_gradient * (timing.gradients_warmup + timing.gradients_sample)) / 1e6;
    const gradients = timing.gradients_warmup + timing.gradients_sample;
    const ess = Math.min(...summary.map((row) => row.ess_bulk));
    const theirs = stan(name, data());
    const ratio = (a, b) => `ratio ${(a / b).toFixed(3)}`;
    const [perGradient, theirPerGradient] = [
      (1e6 * sampled) / gradients,
      (1e6 * theirs.sample_s) / theirs.gradients,
    ];
    const [perDraw, theirPerDraw] = [(1e6 * sampled) / ess, (1e6 * theirs.sample_s) / theirs.min_ess];
    const total = theirs.compile_s + theirs.sample_s;
    yield `${pad(name, 15)} text to table: ${wall.toFixed(2)} s; Stan ${theirs.version} ${total.toFixed(1)} s, ${theirs.compile_s.toFixed(1)} of it compiling; ${ratio(wall, total)}`;
    yield `${pad('', 15)} NUTS per gradient: ${perGradient.toFixed(2)} µs; Stan ${theirPerGradient.toFixed(2)}; ${ratio(perGradient, theirPerGradient)}`;
    yield `${pad('', 15)} NUTS per effective draw: ${perDraw.toFixed(1)} µs; Stan ${theirPerDraw.toFixed(1)}; ${ratio(perDraw, theirPerDraw)}`;
  }
}
