// Data files of the size that people have: a table of numbers with 20 predictors, from text to the first gradient of a
// Gaussian and of a logistic regression, and what a gradient of the Gaussian one costs. The files are made in a
// temporary folder. Seconds are of the processor, since a shared machine's wall says little, and of the wall.
//   BAYES_BEFORE=../earlier/dist/bayes.js npm run bench files     beside an earlier version, as it was built
//   BAYES_ROWS=100000,1000000 npm run bench files
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pad, root } from './tools.mjs';

const sizes = (process.env.BAYES_ROWS ?? '100000,1000000').split(',').map(Number);
const WIDTH = 20;
/** Seconds on a quiet machine, and MB. */
const budgets = new Map([
  [100_000, { seconds: 1, megabytes: null }],
  [1_000_000, { seconds: 5, megabytes: 1000 }],
]);

/** A small generator of pseudo-random numbers in 0..1 (mulberry32). */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const gaussian = ['y : real[row]', 'param sigma ~ HalfNormal(2)\nobserve y ~ Normal(a + X @ b, sigma)'];
/** The outcome, the likelihood, and the file: a table, or an object with the matrix as a list of rows. */
const models = {
  gaussian,
  'gaussian-json': [...gaussian, 'json'],
  logistic: ['z : int[row]', 'observe z ~ Bernoulli(logit_p = a + X @ b)'],
};

function writeFiles(folder, rows) {
  const random = uniform(rows);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const names = Array.from({ length: WIDTH }, (_, j) => `x${j + 1}`);
  const file = openSync(join(folder, `${rows}.csv`), 'w');
  const json = openSync(join(folder, `${rows}.json`), 'w');
  let lines = `${['y', 'z', ...names].join(',')}\n`;
  let lists = '{"X":[';
  const y = [];
  const z = [];
  for (let i = 0; i < rows; i++) {
    const x = names.map(normal);
    const eta = x.reduce((sum, v, j) => sum + (v * (j - 10)) / 40, 0.3);
    // All digits of a double, as most programs write them.
    y.push(eta + normal());
    z.push(random() < 1 / (1 + Math.exp(-eta)) ? 1 : 0);
    lines += `${y[i]},${z[i]},${x.join(',')}\n`;
    lists += `${i === 0 ? '' : ','}[${x.join(',')}]`;
    if (lines.length < 1 << 20) continue;
    writeSync(file, lines);
    writeSync(json, lists);
    lines = '';
    lists = '';
  }
  writeSync(file, lines);
  writeSync(json, `${lists}],"y":${JSON.stringify(y)},"z":${JSON.stringify(z)}}`);
  closeSync(file);
  closeSync(json);
  const columns = names.map((name) => `"${name}"`).join(', ');
  for (const [name, [datum, rest, ending = 'csv']] of Object.entries(models)) {
    writeFileSync(
      join(folder, `${name}-${rows}.bayes`),
      `dim row, feature\ndata from "${rows}.${ending}" {\n  ${datum}\n  X : real[row, feature]${ending === 'csv' ? ` = columns(${columns})` : ''}\n}\nparam a ~ Normal(0, 5)\nparam b[feature] ~ Normal(0, 1)\n${rest}\n`,
    );
    const dimension = WIDTH + (name === 'logistic' ? 1 : 2);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(Array.from({ length: dimension }, () => 0)));
  }
}

/** Prints what the process used when it ends. */
const METER = `process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('\\nmeter ' + (user + system) / 1e6 + ' ' + process.resourceUsage().maxRSS / 1024 + '\\n'); });`;

function run(command, folder, args) {
  const meter = join(folder, 'meter.mjs');
  writeFileSync(meter, METER);
  const begun = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', meter, command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wall = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  const [, seconds, megabytes] = /meter (\S+) (\S+)/.exec(stderr) ?? [];
  return { wall, seconds: Number(seconds), megabytes: Number(megabytes), stdout };
}

const words = ({ wall, seconds, megabytes }) =>
  `${seconds.toFixed(2)} s of processor, ${wall.toFixed(2)} s of wall, ${megabytes.toFixed(0)} MB`;

export default async function* files() {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-files-'));
  const now = join(root, 'dist/bayes.js');
  const before = process.env.BAYES_BEFORE;
  try {
    for (const rows of sizes) {
      writeFiles(folder, rows);
      for (const name of Object.keys(models)) {
        const model = join(folder, `${name}-${rows}.bayes`);
        const first = ['grad', model, '--at', join(folder, `${name}.json`)];
        const title = pad(`${name}, ${rows} × ${WIDTH}`, 28);
        // In turn, the least of three.
        const runs = { now: [], before: [] };
        for (let k = 0; k < 3; k++) {
          runs.now.push(run(now, folder, first));
          if (before !== undefined) runs.before.push(run(before, folder, first));
        }
        const least = (of) => of.reduce((a, b) => (b.seconds < a.seconds ? b : a));
        const own = least(runs.now);
        const { seconds, megabytes } = budgets.get(rows) ?? {};
        const limit =
          seconds === undefined ? '' : ` (budget ${seconds} s${megabytes ? `, ${megabytes} MB` : ''})`;
        yield `${title} to the first gradient: ${words(own)}${limit}`;
        if (before !== undefined) {
          const earlier = least(runs.before);
          yield `${title} before: ${words(earlier)}; ratio ${(own.seconds / earlier.seconds).toFixed(2)} of time, ${(own.megabytes / earlier.megabytes).toFixed(2)} of memory`;
        }
      }
      const timed = ['grad', join(folder, `gaussian-${rows}.bayes`), '--time'];
      const { microseconds } = JSON.parse(run(now, folder, timed).stdout);
      yield `${pad(`gaussian, ${rows} × ${WIDTH}`, 28)} ${microseconds.toFixed(2)} µs per gradient`;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
