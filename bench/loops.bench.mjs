// Inner loops: a model as it is written against its form by hand, by the processor's time of a gradient, least of
// several in turn.
import { importSources, pad } from './tools.mjs';

const sources = `
export { parse } from './grammar/syntax/parse.ts';
export { loadData } from './sampler/data/load.ts';
export { lower } from './sampler/compile/lower/lower.ts';
export { compile } from './sampler/compile/compile.ts';
export { instantiate } from './sampler/compile/instantiate.ts';`;

/** The same numbers on each run, in 0..1. */
function numbers() {
  let seed = 1;
  return () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
}

function table(names, rows, row) {
  return `${[names.join(), ...Array.from({ length: rows }, (_, n) => row(n).join())].join('\n')}\n`;
}

function sumByGroup() {
  const next = numbers();
  const file = table(['site', 'y'], 4000, (n) => [`s${1 + (n % 400)}`, (next() - 0.5).toFixed(4)]);
  const model = (sum) => `dim row, site
data from "data.csv" { s : site[row] = column("site")  y : real[row] }
param m ~ Normal(0, 1)
let l[n in row] = logpdf(Normal(m, 1), y[n])
${sum}`;
  const total = 'potential p = sum(log_sum_exp([by_site[i], -20]) for i in site)';
  return {
    name: 'sum by group (4,000 rows, 400 groups)',
    file,
    written: model(`let by_site[i in site] = sum(if s[n] == i then l[n] else 0 for n in row)\n${total}`),
    byHand: model(`let by_site[i in site] = sum(l[i + 400 * (k - 1)] for k in 1..10)\n${total}`),
  };
}

function countsOfUnknownSize() {
  const next = numbers();
  const visits = Array.from({ length: 5 }, (_, v) => `v${v + 1}`);
  const file = table(['x', ...visits], 200, () => [
    (next() - 0.5).toFixed(4),
    ...visits.map(() => Math.floor(4 * next())),
  ]);
  const columns = visits.map((v) => `"${v}"`).join();
  const head = `dim site, visit = 5
data from "data.csv" { x : real[site]  y : int[site, visit] = columns(${columns}) }
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
param p ~ Beta(1, 1)
`;
  return {
    name: 'N-mixture (200 sites, 5 visits, 0..60)',
    file,
    written: `${head}let lambda[i in site] = exp(a + b * x[i])
potential ll = sum(log_sum_exp(logpdf(Poisson(lambda[i]), N) + sum(logpdf(Binomial(N, p), y[i, v]) for v in visit) for N in 0..60) for i in site)`,
    byHand: `${head}let most = max(y over visit)
let all = sum(y over visit)
let c[i in site, n in 1..61] = if n - 1 < most[i] then log(0) else sum(lgamma(n) - lgamma(y[i, v] + 1) - lgamma(n - y[i, v]) for v in visit) - lgamma(n)
let eta = a + b * x
let lp = log(p)
let lq = log1p(-p)
potential ll = sum(log_sum_exp(c[i, n] + (n - 1) * eta[i] + all[i] * lp + (5 * (n - 1) - all[i]) * lq for n in 1..61) - exp(eta[i]) for i in site)`,
  };
}

function regression() {
  const next = numbers();
  const columns = Array.from({ length: 20 }, (_, j) => `x${j + 1}`);
  const file = table(['y', ...columns], 50_000, () => [
    next() < 0.5 ? 1 : 0,
    ...columns.map(() => (next() - 0.5).toFixed(4)),
  ]);
  const head = `dim row, k = 20
data from "data.csv" { y : int[row]  X : real[row, k] = columns(${columns.map((c) => `"${c}"`).join()}) }
param b[k] ~ Normal(0, 1)
`;
  return {
    name: 'logistic (50,000 rows, 20 columns) against sums of its matrix',
    file,
    written: `${head}observe y ~ Bernoulli(logit_p = X @ b)`,
    byHand: `${head}potential p = sum(sum(X[n, j] * b[j] for j in k) for n in row)`,
  };
}

export default async function* loops() {
  const engine = await importSources('loops', sources);
  for (const { name, file, written, byHand } of [sumByGroup(), countsOfUnknownSize(), regression()]) {
    const both = [await gradientOf(engine, written, file), await gradientOf(engine, byHand, file)];
    const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let turn = 0; turn < 7; turn++)
      both.forEach((evaluate, k) => {
        least[k] = Math.min(least[k], processorTime(evaluate));
      });
    const [ours, hand] = least;
    yield `${pad(name, 62)} ${ours.toFixed(1)} µs per gradient, by hand ${hand.toFixed(1)}: ${(ours / hand).toFixed(2)} times`;
  }
}

async function gradientOf({ parse, loadData, lower, compile, instantiate }, text, file) {
  const { program } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => Buffer.from(file) });
  const { ir, diagnostics } = lower(program, data);
  const errors = [...data.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const model = await compile(ir);
  const { density } = instantiate(model, new WebAssembly.Module(model.wasm));
  const state = density.newState();
  state.position.fill(0.1);
  return () => density.evaluate(state);
}

/** Microseconds of the processor per call, over at least 50 ms. */
function processorTime(evaluate) {
  const begin = process.cpuUsage();
  let calls = 0;
  for (;;) {
    for (let k = 0; k < 3; k++) evaluate();
    calls += 3;
    const { user, system } = process.cpuUsage(begin);
    if (user + system > 50_000) return (user + system) / calls;
  }
}
