/** Checks that need the values of the unknowns: they run where a chain starts and at every draw that is kept. */
import { afterAll, describe, expect, test } from 'vitest';
import type { SampleResult } from '../../../sampler/protocol.ts';
import { runApproximate } from '../../../sampler/run/approximation-run.ts';
import { runEstimate } from '../../../sampler/run/estimate-run.ts';
import { runSample } from '../../../sampler/run/sample-run.ts';
import { testMachine } from './test-machine.ts';

const machine = testMachine();
afterAll(() => machine.pool.close());

function sample(modelText: string, settings: object = {}): Promise<SampleResult> {
  return runSample(
    {
      modelText,
      modelPath: '/models/m.bayes',
      settings: { draws: 200, tune: 200, chains: 2, seed: 3, ...settings },
      out: null,
    },
    machine,
    {},
    new AbortController().signal,
  );
}

describe('a chain does not start', () => {
  const probabilities = `data { y : int[3] = [1, 1, 2] }
param x ~ Normal(0, 1)
let p[j in 1..2] = if j == 1 then inv_logit(x) else 1.1 - inv_logit(x)
observe y ~ Categorical(p)
`;
  test.each([['nuts'], ['metropolis']])('at probabilities that do not sum to one (%s)', async (method) => {
    const result = await sample(probabilities, { method });
    expect(result).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'bad-start',
        term: 'observe y',
        line: 3,
        column: 24,
        message:
          'could not start: in `observe y`, `p` takes probabilities that sum to one, but the elements of `p` sum to 1.1, off by 0.1 (line 4); divide by the sum, `p / sum(p)`, or take them from `softmax(…)` or from a parameter with a `Dirichlet` prior',
      },
    });
  });

  test('at a wrong value that is why the density is none', async () => {
    const result = await sample(`data { y : int[3] = [1, 3, 2] }
param c[2]: ordered ~ Normal(0, 1)
let d[j in 1..2] = 1 - c[j]
observe y ~ OrderedLogistic(0, d)
`);
    expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'bad-start', line: 3, column: 31 } });
    expect(result.kind === 'failed' && result.failure.message).toContain('`d` is not increasing');
  });

  test('but elsewhere, where only some points have a wrong value', async () => {
    const result = await sample(
      `data { y : int[3] = [1, 1, 2] }
param x ~ Normal(0, 1)
let p[j in 1..2] = if j == 1 then inv_logit(x) else (if x < 0.5 then 1.1 else 1) - inv_logit(x)
observe y ~ Categorical(p)
`,
      { draws: 2, tune: 0, chains: 1 },
    );
    expect(result.kind).toBe('done');
  });

  test('at an asymmetric matrix, with the row', async () => {
    const result = await sample(`dim g = 2, k = 2
data { y : real[g, k] = [[1, 2], [3, 4]] }
param a ~ HalfNormal(1)
let S[i in g, j in k, l in k] = if j == l then 9 else if j < l and i == 2 then a else 0.5 * a
observe y[i in g] ~ MvNormal(0, S[i])
`);
    expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'bad-start', line: 4 } });
    expect(result.kind === 'failed' && result.failure.message).toMatch(
      /^could not start: in `observe y`, `cov` takes a covariance matrix, but `cov` is not symmetric, cov\[1,2\] = [\d.]+ and cov\[2,1\] = [\d.]+ \(i = 2\), off by [\d.]+ \(line 5\); write it so that it is symmetric and positive definite/,
    );
  });

  test('at an index that an unknown decides', async () => {
    const result = await sample(`dim t = 3
data { x : real[t] = [1, 2, 3] }
param s ~ Uniform(5, 6)
observe x[i in t] ~ Normal(x[floor(s) + i], 1)
`);
    expect(result).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'bad-start',
        line: 3,
        column: 29,
        message:
          'could not start: in `observe x`, the index of `x` is 6 at i = 1, and `t` runs from 1 to 3 (line 4); keep the position `floor(s) + i` in its range for all values of the parameters: bound the parameter it is computed from (`param … in LO..HI`), or write `clip(floor(s) + i, 1, 3)`',
      },
    });
  });
});

test('kept draws with a wrong value make the result provisional, for that reason first', async () => {
  const result = await sample(`dim k = 3, row = 2
data { y : int[row] = [1, 2] }
param w ~ HalfNormal(0.3)
let p[j in k] = if w > 0.6 then 0.4 else if j == 1 then 0.2 else 0.4
observe y ~ Categorical(p)
`);
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  const { pass, reasons } = result.report.diagnostics;
  expect(pass).toBe(false);
  expect(reasons[0]).toMatchObject({ code: 'values', line: 4 });
  expect(reasons[0].message).toMatch(
    /^\d+ of 400 draws have a value that the model cannot have: at draw \d+ of chain [12], in `observe y`, `p` takes probabilities that sum to one, but the elements of `p` sum to 1\.2, off by 0\.2$/,
  );
});

describe('values that are right are not remarked on', () => {
  test.each([
    ['normalised by hand', 'param g[k] ~ Gamma(1, 1)\nobserve y ~ Categorical(g / sum(g))'],
    [
      'a branch that is not taken',
      'param w ~ Beta(1, 1)\npotential q = if w > 2 then logpdf(Categorical([sqrt(w), w + 1]), 1) else 0\nobserve y ~ Categorical([w, 1 - w])',
    ],
    [
      'a covariance by its elements',
      'param r ~ Uniform(-1, 1)\nlet S[i in k, j in k] = if i == j then 1 else r / 3\nparam v[k] ~ MvNormal(0, S)\nobserve y ~ Categorical(logits = v)',
    ],
    [
      'an index that an unknown decides, within its range',
      'param s ~ Uniform(0, 3)\nparam m[k] ~ Dirichlet(1)\nobserve y ~ Categorical([m[floor(s) + 1], 1 - m[floor(s) + 1]])',
    ],
  ])('%s', async (_, lines) => {
    const result = await sample(`dim k = 3\ndata { y : int[3] = [1, 1, 2] }\n${lines}\n`);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    expect(result.report.diagnostics.reasons.map(({ code }) => code)).not.toContain('values');
  });
});

describe('draws of other methods with a wrong value make the result provisional, for that reason first', () => {
  // Every method starts at probabilities that are right and ends where they are not.
  const wrong = `dim k = 3
param w ~ Normal(5, 1)
let p[j in k] = if w > 3 then 0.4 else if j == 1 then 0.2 else 0.4
potential q = logpdf(Categorical(p), 1)
`;
  const words =
    'in `potential q`, `p` takes probabilities that sum to one, but the elements of `p` sum to 1.2, off by 0.2';
  const { signal } = new AbortController();
  const asked = (command: string) => ({
    modelText: wrong,
    modelPath: '/models/m.bayes',
    asked: { command, settings: { seed: 3 } } as never,
  });

  test.each([['advi'], ['pathfinder'], ['laplace']])('%s', async (command) => {
    const result = await runApproximate({ ...asked(command), out: null }, machine, () => {}, signal);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    const { pass, reasons } = result.report.verdict;
    expect(pass).toBe(false);
    expect(reasons[0].code).toBe('values');
    expect(reasons[0].message).toMatch(
      /^\d+ of \d+ draws have a value that the model cannot have: at draw \d+, /,
    );
    expect(reasons[0].message.endsWith(words)).toBe(true);
  });

  test('map, at the mode', async () => {
    const result = await runEstimate(asked('map'), machine, signal);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    const { pass, reasons } = result.report.verdict;
    expect(pass).toBe(false);
    expect(reasons[0].message).toBe(`The estimate has a value that the model cannot have: ${words}`);
  });
});

test('draws that diverge where a covariance is not positive definite name it and its eigenvalue', async () => {
  const result = await sample(
    `dim k = 2, row = 3
data { y : real[row, k] = [[1, 2], [2, 1], [0, 1]] }
param S[k, k] ~ Wishart(3, identity(2))
observe y ~ MvNormal([0, 0], S - identity(2))
`,
    { draws: 400, tune: 200, chains: 2, seed: 1 },
  );
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  const [first] = result.report.diagnostics.reasons;
  expect(first.message).toMatch(
    /^Draws diverge where the matrix `cov` is not positive definite \(its smallest eigenvalue is -[\d.e-]+\), in `observe y` \(line 4\)/,
  );
  expect(first.nextStep).toContain('no difference of covariances');
  expect(result.report.diagnostics.reasons.map(({ message }) => message).join()).not.toContain('partial');
});
