// Regressions of many rows and 20 predictors: a gradient against one pass over as much memory by f64x2 sums with eight
// accumulators, by the processor's time, least of several in turn.
//   BAYES_BEFORE=../earlier npm run bench rows     beside another checkout, at the same point and in turn
//   BAYES_ROWS=10000,100000,1000000 npm run bench rows
import { resolve } from 'node:path';
import createWabt from 'wabt';
import { importSources, pad } from './tools.mjs';

const sizes = (process.env.BAYES_ROWS ?? '10000,100000,1000000').split(',').map(Number);
const WIDTH = 20;
const before = process.env.BAYES_BEFORE;
/** Of a logistic gradient of a million rows over the pass. */
const BUDGET = 2.5;

const sources = `
export { parse } from './grammar/syntax/parse.ts';
export { loadData } from './sampler/data/load.ts';
export { lower } from './sampler/compile/lower/lower.ts';
export { compile } from './sampler/compile/compile.ts';
export { instantiate } from './sampler/compile/instantiate.ts';`;

const likelihoods = {
  logistic: 'z ~ Bernoulli(logit_p = a + X @ b)',
  binomial: 'y ~ Binomial(8, logit_p = a + X @ b)',
  Poisson: 'y ~ Poisson(log_mu = a + X @ b)',
  'negative binomial': 'y ~ NegativeBinomial(log_mu = a + X @ b, alpha = exp(c))',
};

/** The same numbers on each run, in 0..1. */
function numbers() {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 2 ** 32;
  };
}

const names = Array.from({ length: WIDTH }, (_, j) => `x${j + 1}`);

function table(rows) {
  const next = numbers();
  const lines = [`y,z,${names.join()}\n`];
  for (let n = 0; n < rows; n++)
    lines.push(
      `${Math.floor(8 * next())},${next() < 0.5 ? 1 : 0},${names.map(() => (next() - 0.5).toFixed(4))}\n`,
    );
  return Buffer.from(lines.join(''));
}

function model(likelihood) {
  return `dim row, k = ${WIDTH}
data from "data.csv" { y : int[row]  z : int[row]  X : real[row, k] = columns(${names.map((name) => `"${name}"`)}) }
param a ~ Normal(0, 1)
param b[k] ~ Normal(0, 1)
${likelihood.includes('exp(c)') ? 'param c ~ Normal(0, 1)\n' : ''}observe ${likelihood}`;
}

function gradientOf({ parse, loadData, lower, compile, instantiate }, text, file) {
  const { program } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => file });
  const { ir, diagnostics } = lower(program, data);
  const errors = [...data.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const compiled = compile(ir);
  const { density } = instantiate(compiled, new WebAssembly.Module(compiled.wasm));
  const state = density.newState();
  state.position.fill(0.1);
  return { evaluate: () => density.evaluate(state), state };
}

/** Sums this many bytes. */
async function pass(bytes) {
  const wabt = await createWabt();
  const eight = Array.from({ length: 8 }, (_, k) => k);
  const text = `(module
(memory (export "memory") ${Math.ceil(bytes / 65536)})
(func (export "sum") (param $end i32) (result f64)
  (local $at i32) ${eight.map((k) => `(local $s${k} v128)`).join(' ')}
  (loop $next
    ${eight.map((k) => `(local.set $s${k} (f64x2.add (local.get $s${k}) (v128.load offset=${16 * k} (local.get $at))))`).join('\n    ')}
    (local.set $at (i32.add (local.get $at) (i32.const 128)))
    (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
  ${eight
    .slice(1)
    .map((k) => `(local.set $s0 (f64x2.add (local.get $s0) (local.get $s${k})))`)
    .join('\n  ')}
  (f64.add (f64x2.extract_lane 0 (local.get $s0)) (f64x2.extract_lane 1 (local.get $s0)))))`;
  const { buffer } = wabt.parseWat('pass', text, { simd: true }).toBinary({});
  const { memory, sum } = new WebAssembly.Instance(new WebAssembly.Module(buffer)).exports;
  new Float64Array(memory.buffer).fill(1);
  return () => sum(bytes);
}

/** Microseconds of the processor per call, over at least 50 ms. */
function processorTime(evaluate) {
  const begin = process.cpuUsage();
  for (let calls = 1; ; calls++) {
    evaluate();
    const { user, system } = process.cpuUsage(begin);
    if (user + system > 50_000) return (user + system) / calls;
  }
}

function largestDifference(a, b) {
  const most = a.gradient.reduce((m, g) => Math.max(m, Math.abs(g)), 0);
  return a.gradient.reduce((m, g, i) => Math.max(m, Math.abs(g - b.gradient[i]) / most), 0);
}

export default async function* rows() {
  const engine = await importSources('rows', sources);
  const earlier = before === undefined ? null : await importSources('rows-before', sources, resolve(before));
  for (const size of sizes) {
    const file = table(size);
    const reference = await pass(8 * WIDTH * size);
    for (const [name, likelihood] of Object.entries(likelihoods)) {
      const text = model(likelihood);
      const ours = gradientOf(engine, text, file);
      const theirs = earlier === null ? null : gradientOf(earlier, text, file);
      const all = [reference, ours.evaluate, ...(theirs === null ? [] : [theirs.evaluate])];
      const least = all.map(() => Number.POSITIVE_INFINITY);
      for (let turn = 0; turn < 7; turn++)
        all.forEach((evaluate, k) => {
          least[k] = Math.min(least[k], processorTime(evaluate));
        });
      const budget = name === 'logistic' && size === 1_000_000 ? ` (budget ${BUDGET})` : '';
      yield `${pad(`${name}, ${size} × ${WIDTH}`, 34)} ${least[1].toFixed(0)} µs per gradient, ${(least[1] / least[0]).toFixed(2)} passes${budget}`;
      if (theirs !== null)
        yield `${pad('', 34)} before ${least[2].toFixed(0)} µs, ${(least[2] / least[0]).toFixed(2)} passes; now ${(least[1] / least[2]).toFixed(2)} of that; gradients differ by ${largestDifference(ours.state, theirs.state).toExponential(1)}`;
    }
  }
}
