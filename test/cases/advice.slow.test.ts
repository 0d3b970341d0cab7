/**
 * Advice follows the cause that can be seen: models whose runs fail, each for a kind of cause, under several seeds.
 * The first reason is the cause; the codes of the failing diagnostics follow, with the same next step.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { summaryText } from '../../sampler/cli/report-text.ts';
import { drawPriors } from '../../sampler/predict/draw-priors.ts';
import type { SampleResult } from '../../sampler/protocol.ts';
import type { Diagnostics } from '../../sampler/report/sample-report.ts';
import { runJob } from '../../sampler/run/run-job.ts';
import { runSample } from '../../sampler/run/sample-run.ts';
import type { Job, Pool } from '../../sampler/run/worker-jobs.ts';
import { applyFix, examine } from '../grammar/errors/snippet.ts';

const textOf = (name: string) =>
  readFileSync(fileURLToPath(new URL(`${name}/model.bayes`, import.meta.url)), 'utf8');

/** Chains in this process, one after another; the first one starts at a point that is given. */
const poolOf = (first: readonly number[] | null): Pool =>
  ({
    run: async (job: Job, onMessage: (message: never) => void) => {
      const isFirst = job.kind === 'chain' && job.chain === 0 && first !== null;
      const started = isFirst
        ? { ...job, settings: { ...job.settings, initialPosition: Float64Array.from(first) } }
        : job;
      runJob(started, { now: () => 0 }, (message) => onMessage(message as never));
    },
  }) as never;

function sample(
  modelText: string,
  seed: number,
  settings = {},
  first: readonly number[] | null = null,
): Promise<SampleResult> {
  const pool = poolOf(first);
  const asked = { seed, draws: 2000, ...settings };
  const request = { modelText, modelPath: '/model.bayes', settings: asked, out: null };
  const machine = { pool, freshSeed: () => seed, totalMemory: 2 ** 40, bayesVersion: 'test', drawPriors };
  return runSample({ ...request, reuse: false } as never, machine as never, {}, new AbortController().signal);
}

async function verdictOf(
  modelText: string,
  seed: number,
  settings = {},
  first: readonly number[] | null = null,
): Promise<Diagnostics> {
  const result = await sample(modelText, seed, settings, first);
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  return result.report.diagnostics;
}

const row = `dim row
data { x : real[row] = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]`;

interface Case {
  readonly kind: string;
  readonly text: string;
  readonly code: string;
  readonly message: RegExp;
  readonly nextStep: RegExp;
  /** 1-based. */
  readonly line: number;
  readonly seeds?: readonly number[];
}

const cases: readonly Case[] = [
  {
    kind: 'a rate below 0',
    text: textOf('rate-below-zero'),
    code: 'outside-support',
    message: /`mu` of Poisson is negative at row 1\b/,
    nextStep: /^Write `Poisson\(log_mu = a \+ b \* x\)`/,
    line: 5,
  },
  {
    kind: 'an index that leaves its range',
    text: `data { y : real[5] = [1, 2, 3, 2, 1] }
param th ~ Normal(4, 1)
param b[5] ~ Normal(0, 1)
observe y ~ Normal(b[round(th)], 1)`,
    code: 'outside-support',
    message:
      /in `observe y`, the index of `b` is (?:0|-\d|[6-9]), and its positions run from 1 to 5 \(line 4\)/,
    nextStep: /^Keep the position `round\(th\)` in its range.*`clip\(round\(th\), 1, 5\)`/,
    line: 4,
    seeds: [1],
  },
  {
    kind: 'the rate of an exponential',
    text: `${row}  y : real[row] in 0.. = [9, 5, 3, 2, 1, 0.5, 0.2, 0.1, 0.3] }
param a ~ Normal(1, 2)
param b ~ Normal(1, 2)
observe y ~ Exponential(a + b * x)`,
    code: 'outside-support',
    message: /`lam` of Exponential is not above 0 at row/,
    nextStep: /^Write `exp\(a \+ b \* x\)` in its place/,
    line: 5,
  },
  {
    kind: 'a scale below 0',
    text: `${row}  y : real[row] = [0.1, 0.2, -0.1, 0.3, 1, -1, 2, -2.5, 1.1] }
param a ~ Normal(1, 2)
param b ~ Normal(1, 2)
observe y ~ Normal(0, a + b * x)`,
    code: 'outside-support',
    message: /`sigma` of Normal is not above 0 at row/,
    nextStep: /^Write `exp\(a \+ b \* x\)` in its place/,
    line: 5,
  },
  {
    kind: 'a probability outside 0..1',
    // With a wider predictor no point is found to start from, which says the same.
    text: `dim row
data { x : real[row] = [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]
  y : int[row] in 0..1 = [0, 0, 0, 1, 0, 1, 1, 1, 1] }
param a ~ Normal(0.5, 1)
param b ~ Normal(0, 1)
observe y ~ Bernoulli(a + b * x)`,
    code: 'outside-support',
    message: /`p` of Bernoulli is outside 0\.\.1 at row/,
    nextStep: /^Write `Bernoulli\(logit_p = a \+ b \* x\)`/,
    line: 6,
  },
  {
    kind: 'a probability above 1 where the data would have it',
    text: `dim row
data { x : real[row] = [0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 4]
  y : int[row] in 0..1 = [0, 1, 0, 1, 1, 0, 1, 1, 1] }
param b ~ Normal(0.5, 0.02)
observe y ~ Bernoulli(b * x)`,
    code: 'outside-support',
    message: /`p` of Bernoulli is outside 0\.\.1 at row 9 \(1\.0/,
    nextStep: /^Write `Bernoulli\(logit_p = b \* x\)`/,
    line: 5,
  },
  {
    kind: 'a mean below 0, where no chain moves',
    text: `${row}  y : int[row] in 0.. = [0, 0, 1, 4, 2, 5, 8, 9, 10] }
param a ~ Normal(0.5, 1)
param b ~ Normal(0, 1)
param alpha ~ Exponential(0.5)
observe y ~ NegativeBinomial(a + b * x, alpha)`,
    code: 'outside-support',
    message: /`mu` of NegativeBinomial is (negative|not above 0) at row/,
    nextStep: /^Write `NegativeBinomial\(log_mu = a \+ b \* x, alpha = alpha\)`/,
    line: 6,
    seeds: [2, 3],
  },
  {
    kind: 'a potential that is −∞ on part of the space',
    text: `param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
potential cut = if a + b > 0 then 0 else log(0)`,
    code: 'outside-support',
    message: /`potential cut` \(line 3\) is −∞, where a = /,
    nextStep: /^Bound `a` and `b`/,
    line: 3,
  },
  {
    kind: 'a root of a negative number within a definition',
    text: `data { y : real[4] = [0.5, 0.2, 0.9, 1.4] }
param a ~ Normal(1, 1)
let s = sqrt(a)
observe y ~ Normal(0, s)`,
    code: 'outside-support',
    message: /`let s` in line 3.*where a = -.*`sqrt\(-/,
    nextStep: /^Bound `a` with `in 0\.\.`/,
    line: 4,
  },
  {
    kind: 'separation under flat priors',
    text: textOf('separation'),
    code: 'separation',
    message: /^The data are separated by `x`.*under flat priors the posterior is improper/,
    nextStep: /^Give `b` a prior such as `Normal\(0, 2\.5\)`/,
    line: 4,
    seeds: [1, 2],
  },
  {
    kind: 'outcomes of a group that are alike, under a broad prior',
    text: `dim row
dim g = ["north", "south", "west"]
data { gg : g[row] = ["north","north","south","south","south","west","west","west"]
  y : int[row] in 0..1 = [1, 1, 0, 1, 0, 0, 1, 0] }
param a[g] ~ Normal(0, 1000)
observe y ~ Bernoulli(logit_p = a[gg])`,
    code: 'separation',
    message: /^Every `y` of `a\[north\]` is 1: under so broad a prior/,
    nextStep: /^Give `a` a prior such as `Normal\(0, 2\.5\)`/,
    line: 5,
  },
  {
    kind: 'components that can trade places',
    text: textOf('two-components-trade-places'),
    code: 'label-switching',
    message: /^`mu1` and `mu2` can trade places.*chains disagree about which is which/,
    nextStep: /^Give them an order: `param mu\[2\]: ordered ~ Normal\(0, 3\)`/,
    line: 4,
    // Of seed 3 all chains start, and stay, in the same order.
    seeds: [1, 2],
  },
  {
    kind: 'a prior with a heavy tail',
    text: `data { y : real = 1 }
param x ~ Cauchy(0, 1)
observe y ~ Normal(x, 1000)`,
    code: 'heavy-tail',
    message: /^The prior of `x`, `Cauchy\(0, 1\)`, has so heavy a tail/,
    nextStep: /^Write `StudentT\(4, 0, 1\)`/,
    line: 2,
  },
  {
    kind: 'categories without one to compare with',
    text: `dim row
dim k = ["a", "b", "c"]
data { y : k[row] = ["a", "b", "c", "a", "b", "b"] }
param al[k] ~ Flat()
observe y ~ Categorical(logits = al)`,
    code: 'no-reference-category',
    message: /^The common level of `al` is not identified/,
    nextStep: /^Make it `sum_to_zero`: `param al\[k\]: sum_to_zero ~ Flat\(\)`/,
    line: 4,
    seeds: [1, 2],
  },
  {
    kind: 'a parameter without a mean',
    text: textOf('no-mean'),
    code: 'no-mean',
    message: /^1 parameter has so heavy a tail .* no mean and no standard deviation .* x is \d+\.\d/,
    nextStep: /^Read medians and quantiles, not means; for a mean, give it a proper prior/,
    line: 1,
  },
  {
    kind: 'a centred hierarchy that diverges where its scale is small',
    text: `dim school
data {
  y : real[school] = [28, 8, -3, 7, -1, 1, 18, 12]
  se : real[school] = [15, 10, 16, 11, 9, 11, 10, 18]
}
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)
observe y ~ Normal(theta, se)
sample { centring = centred }`,
    code: 'centred-hierarchy',
    message: /^Draws diverge where `tau` is small/,
    nextStep: /^Write theta in the non-centred form/,
    line: 8,
  },
];

describe.each(cases)('$kind', ({ text, code, message, nextStep, line, seeds = [1, 2, 3] }) => {
  test.each(seeds)('seed %i', async (seed) => {
    const { pass, reasons } = await verdictOf(text, seed);
    expect(pass).toBe(false);
    const [first, ...rest] = reasons;
    expect(first).toMatchObject({ code, line: line - 1 });
    expect(first.cause).toBeUndefined();
    expect(first.message).toMatch(message);
    expect(first.nextStep).toMatch(nextStep);
    expect(rest.length).toBeGreaterThan(0);
    for (const reason of rest) expect(reason).toMatchObject({ cause: code, nextStep: first.nextStep });
    if (code !== 'centred-hierarchy') expect(JSON.stringify(reasons)).not.toMatch(/non-centred/i);
    if (first.fix === undefined) return;
    // The edit leaves a sound model without the finding.
    const { diagnostics } = examine(applyFix(text, first.fix), new Map() as never);
    expect(diagnostics.filter((d) => d.severity === 'error' || d.code === code)).toEqual([]);
  });
});

test('estimates without a mean are marked, with the quantiles beside', async () => {
  const result = await sample(textOf('no-mean'), 4);
  if (result.kind !== 'done') throw new Error(result.kind);
  expect(result.report.summary[0].unreliable).toEqual(['mean', 'sd']);
  const [head, x] = summaryText(result.report.summary, true).split('\n');
  expect(head).toMatch(/^ +mean +sd .* q3 +q50 +q97 +pareto_k_mean +pareto_k_sd$/);
  expect(x).toMatch(/^x +– +– /);
});

test.each([
  ['a scale whose squares are 0', 'param x ~ Uniform(0, 1e-300)\nparam y ~ Normal(0, 1)'],
  ['a range between neighbouring numbers', 'param x[2] ~ Uniform(10000000000000000, 10000000000000002)'],
])('%s is never a pass', async (_, text) => {
  const { pass, reasons } = await verdictOf(text, 1);
  expect(pass).toBe(false);
  expect(reasons[0]).toMatchObject({ code: 'motionless', line: 0 });
});

test('elements that a constraint fixes may stand still', async () => {
  const text = 'param L[2, 2]: cholesky_corr ~ LKJCholesky(2)\nparam p[3]: simplex ~ Dirichlet([1, 1, 1])';
  expect(await verdictOf(text, 1)).toMatchObject({ pass: true, reasons: [] });
});

test.each([1, 2, 3, 4])('no chain is stuck where rates overflow at most starts, seed %i', async (seed) => {
  const { pass, reasons } = await verdictOf(textOf('one-chain-diverges'), seed);
  expect(reasons).toEqual([]);
  expect(pass).toBe(true);
});

test('a chain that is stuck is named, with its log density and what helps', async () => {
  const { reasons } = await verdictOf(textOf('one-chain-diverges'), 1, {}, [0, 0.9]);
  expect(reasons[0].code).toBe('stuck-chain');
  expect(reasons[0].message).toMatch(
    /^Chain 1 is stuck: .*the other three agree.*; furthest apart is g, 0\.[6-9]\d* there and 0\.00\d+ in the others\. `x` runs to 1100 under a prior of sd 1000 for `g`$/,
  );
  expect(reasons[0].nextStep).toContain('`standardize(x)`');
  expect(JSON.stringify(reasons)).not.toMatch(/non-centred|target_accept|more draws/i);
  expect(new Set(reasons.map((reason) => reason.nextStep)).size).toBe(1);
});

test('a chain in a mode without mass is named, with its log density beside that of the others', async () => {
  const text = 'param x ~ Flat()\npotential p = log_sum_exp([-0.5 * (x + 15)^2 - 100, -0.5 * (x - 15)^2])\n';
  const { reasons } = await verdictOf(text, 1, {}, [-15]);
  expect(reasons[0].message).toMatch(
    /^Chain 1 is stuck: the log density there is about -100.*, 100 below that of the others; the other three agree; furthest apart is x, -1[45](\.\d*)? there and 1[45](\.\d*)? in the others$/,
  );
  expect(reasons[0].nextStep).toBe(
    'Give `x`, or what it depends on, a narrower prior, a sign or an order that leaves out its values there; or start each chain on its own path of Pathfinder (`sample { init = pathfinder }`)',
  );
});

test('a start whose gradient is not finite names term, line, row and value', async () => {
  const result = await sample(textOf('start-without-a-name'), 1);
  if (result.kind !== 'failed') throw new Error(result.kind);
  expect(result.failure).toMatchObject({ kind: 'bad-start', line: 4 });
  expect(result.failure.message).toContain(
    'the gradient of `lik` (line 5) is not finite at row 1, because lo[1] = 0',
  );
});

test('a run that passes names no cause', async () => {
  const text = `${row}  y : real[row] = [0.1, 0.6, 0.9, 1.7, 2.2, 2.4, 3.1, 3.4, 4.2] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param s ~ HalfNormal(2)
observe y ~ Normal(a + b * x, s)`;
  expect(await verdictOf(text, 1)).toMatchObject({ pass: true, reasons: [] });
});
