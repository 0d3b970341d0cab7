/** Which densities `bayes sensitivity` scales: log densities written out here, at draws made up by the test. */
import { describe, expect, test } from 'vitest';
import { matchScaled, powerScale, sensitivities } from '../../../sampler/diagnose/power-scaling.ts';
import { sensitivityOfRun } from '../../../sampler/predict/sensitivity/sensitivity-of-run.ts';
import { createRandom } from '../../../sampler/random.ts';
import { folderWith, runWith } from './models.ts';

const N = 600;
const y = [2.1, -0.4, 1.3, 0.2, 3.9];
const text = `dim row
dim k = ["a", "b"]
data from "d.csv" { y : real?[row] }
param mu ~ Normal(0, 0.5)
param tau ~ Exponential(2)
param a[k] ~ Normal(mu, tau)
param s ~ Gamma(3, 1) in 0.5..4
param w[k]: simplex ~ Dirichlet([2, 3])
param u ~ Uniform(-1, 2)
param v ~ Beta(1, 1)
observe y ~ Normal(mu + a["a"], s)
potential z = -3 * mu
`;

const rng = createRandom(9);
const draw = (of: () => number) => Array.from({ length: N }, of);
const first = draw(() => 0.2 + 0.6 * rng.next());
const draws = {
  mu: draw(() => 0.4 + 0.3 * rng.normal()),
  tau: draw(() => Math.exp(0.4 * rng.normal())),
  'a[a]': draw(() => 1 + 0.5 * rng.normal()),
  'a[b]': draw(() => rng.normal()),
  s: draw(() => 0.6 + 3 * rng.next()),
  'w[a]': first,
  'w[b]': first.map((p) => 1 - p),
  u: draw(() => 3 * rng.next() - 1),
  v: draw(() => rng.next()),
  'y_missing[6]': draw(() => 8 * rng.normal()),
};

const normal = (x: number, mu: number, sigma: number) => -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma);
/** Up to constants, which do not matter: without Jacobians of tau, s and w, and without the potential. */
const logPriors: Readonly<Record<string, (i: number) => number>> = {
  mu: (i) => normal(draws.mu[i], 0, 0.5),
  tau: (i) => -2 * draws.tau[i],
  a: (i) =>
    normal(draws['a[a]'][i], draws.mu[i], draws.tau[i]) + normal(draws['a[b]'][i], draws.mu[i], draws.tau[i]),
  s: (i) => 2 * Math.log(draws.s[i]) - draws.s[i],
  w: (i) => Math.log(draws['w[a]'][i]) + 2 * Math.log(draws['w[b]'][i]),
};
/** Of the observed values alone. */
const logLikelihood = (i: number) =>
  y.reduce((sum, value) => sum + normal(value, draws.mu[i] + draws['a[a]'][i], draws.s[i]), 0);

const run = () => runWith(text, draws, folderWith({ 'd.csv': `y\n${y.join('\n')}\nNA\n` }));

type Name = keyof typeof draws;

function expected(of: (i: number) => number, name: Name): number {
  const part = powerScale(
    Float64Array.from({ length: N }, (_, i) => of(i)),
    1,
  );
  return sensitivities(Float64Array.from(draws[name]), [part])[0] ?? Number.NaN;
}

async function reportOf(asked: readonly string[] | null) {
  const result = await sensitivityOfRun(run(), 'r', asked);
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result));
  return result.report;
}

describe('by default', () => {
  test('priors without unknowns in their arguments are scaled, without Jacobians and potential', async () => {
    const { parameters, priors } = await reportOf(null);
    expect(priors.map(({ name, line, scaled, depends_on }) => ({ name, line, scaled, depends_on }))).toEqual([
      { name: 'mu', line: 4, scaled: true, depends_on: [] },
      { name: 'tau', line: 5, scaled: true, depends_on: [] },
      { name: 'a', line: 6, scaled: false, depends_on: ['mu', 'tau'] },
      { name: 's', line: 7, scaled: true, depends_on: [] },
      { name: 'w', line: 8, scaled: true, depends_on: [] },
    ]);
    const scaled = ['mu', 'tau', 's', 'w'];
    for (const name of ['mu', 'tau', 'a[a]', 'a[b]', 's', 'w[a]', 'w[b]'] as const) {
      const row = parameters.find((one) => one.name === name);
      expect(Object.keys(row?.by_prior ?? {})).toEqual(scaled);
      for (const prior of scaled)
        expect(row?.by_prior[prior], `${name} by ${prior}`).toBeCloseTo(expected(logPriors[prior], name), 9);
      const all = (i: number) => scaled.reduce((sum, prior) => sum + logPriors[prior](i), 0);
      expect(row?.prior).toBeCloseTo(expected(all, name), 9);
      expect(row?.likelihood).toBeCloseTo(expected(logLikelihood, name), 9);
    }
  });

  test('flat priors, which no power changes, are left out; their parameters are not', async () => {
    const { priors, parameters } = await reportOf(null);
    expect(priors.map(({ name }) => name)).not.toContain('u');
    expect(priors.map(({ name }) => name)).not.toContain('v');
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['u', 'v']));
    expect(await sensitivityOfRun(run(), 'r', ['u'])).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('the prior of `u` is flat'),
    });
  });

  test('what was not scaled is said', async () => {
    const { notes } = await reportOf(null);
    expect(notes).toEqual([
      'not scaled, since their arguments hold unknowns: a (holds mu, tau); --prior NAME scales them nevertheless',
      '1 value of `y` is imputed, and no part of the likelihood',
      '`potential` (line 12) is scaled neither as a prior nor as a likelihood',
    ]);
  });

  test('a prior has the parameter that it moves most', async () => {
    const { priors, parameters } = await reportOf(null);
    for (const { name, scaled, sensitivity, parameter } of priors) {
      if (!scaled) continue;
      const all = parameters.map((one) => one.by_prior[name] ?? 0);
      expect(sensitivity).toBe(Math.max(...all));
      expect(parameters[all.indexOf(Math.max(...all))].name).toBe(parameter);
    }
  });
});

describe('--prior', () => {
  test('scales the priors named, also one whose arguments hold unknowns', async () => {
    const { parameters, priors } = await reportOf(['a']);
    expect(priors.filter(({ scaled }) => scaled).map(({ name }) => name)).toEqual(['a']);
    const tau = parameters.find(({ name }) => name === 'tau');
    expect(tau?.prior).toBeCloseTo(expected(logPriors.a, 'tau'), 9);
    expect(tau?.by_prior).toEqual({ a: tau?.prior });
  });

  test('of no parameter is a problem that names those there are', async () => {
    const result = await sensitivityOfRun(run(), 'r', ['q']);
    expect(result).toEqual({
      kind: 'problem',
      message: '`q` is no parameter of the model: expected one of mu, tau, a, s, w',
    });
  });
});

test.each([0, N + 3])('stops where the answer is no longer wanted, after %i steps', async (steps) => {
  let asked = 0;
  const pace = { isStopped: async () => asked++ === steps, pause: async () => {} };
  expect(await sensitivityOfRun(run(), 'r', null, pace)).toEqual({ kind: 'stopped' });
  expect(asked).toBe(steps + 1);
});

test('draws of an approximation are refused', async () => {
  const model = run();
  const info = { ...model.info, method: 'mean-field' as const };
  const result = await sensitivityOfRun({ ...model, info }, 'r', null);
  expect(result).toMatchObject({ kind: 'problem', message: expect.stringContaining('bayes sample') });
});

describe('weights that cannot be relied on', () => {
  /** Its posterior has the precision 1.2; with the prior to the power α, 100 α − 98.8. */
  const balanced = `param x ~ Normal(0, 0.1)\npotential pull = 49.4 * x^2\n`;
  const COUNT = 4000;
  const random = createRandom(4);
  const x = Array.from({ length: COUNT }, () => random.normal() / Math.sqrt(1.2));

  /** The distance of two centred normals with these precisions, over a fine grid up to `end`. */
  function distance(p: number, q: number, end: number): number {
    const step = 1e-3;
    let [below, above, integral, total] = [0, 0, 0, 0];
    const term = (a: number, b: number) => (a > 0 ? a * Math.log2((2 * a) / (a + b)) : 0);
    for (let at = -15; at < end; at += step) {
      const density = (precision: number) =>
        Math.sqrt(precision / (2 * Math.PI)) * Math.exp(-0.5 * precision * at * at);
      below += step * density(p);
      above += step * density(q);
      integral += step * (term(below, above) + term(above, below));
      total += step * (below + above);
    }
    return Math.sqrt(integral / total);
  }

  test('are those of draws that were moved: k falls, and the sensitivity is the exact one', async () => {
    const part = powerScale(
      Float64Array.from(x, (value) => -50 * value * value),
      1,
    );
    expect(part.kHat).toBeGreaterThan(0.75);
    const positions = x.map((value) => Float64Array.of(value));
    const logDensity = (at: readonly Float64Array[]) =>
      Float64Array.from(at, ([value]) => -0.6 * value * value);
    const asDraws = (at: readonly Float64Array[]) => ({
      names: ['x'],
      chains: 1,
      drawsPerChain: at.length,
      values: Float64Array.from(at, ([value]) => value),
    });
    const posterior = { positions, logDensities: logDensity(positions), logDensity, draws: asDraws };
    const moved = matchScaled(
      part,
      posterior,
      ({ values }) => values.map((value) => -50 * value * value),
      0.7,
    );
    let exact = 0;
    for (const { alpha, weights, moved: at = asDraws(positions) } of moved.weights) {
      const precision = 100 * alpha - 98.8;
      const variance = at.values.reduce((sum, value, i) => sum + weights[i] * value * value, 0);
      expect(Math.abs(variance * precision - 1)).toBeLessThan(0.1);
      // As far as the draws reach, in the direction where they are farther apart.
      const all = [...at.values, ...x];
      const ends = [1, -1].map((sign) => all.reduce((most, value) => Math.max(most, sign * value), 0));
      const farther = Math.max(...ends.map((end) => distance(1.2, precision, end)));
      exact += farther / Math.abs(Math.log2(alpha)) / 2;
    }
    const result = await sensitivityOfRun(runWith(balanced, { x }, folderWith({})), 'r', null);
    if (result.kind !== 'ok') throw new Error(JSON.stringify(result));
    const { priors, parameters, warnings, notes } = result.report;
    expect(priors[0].pareto_k).toBeLessThan(0.5);
    expect(warnings).toEqual([]);
    expect(notes.join()).toContain('2 parts, whose draws were moved');
    const own = parameters[0].by_prior.x ?? Number.NaN;
    expect(Math.abs(own / exact - 1)).toBeLessThan(0.05);
    expect(own).toBeCloseTo(sensitivities(Float64Array.from(x), [moved], 'x')[0] ?? Number.NaN, 2);
    expect(parameters[0].prior).toBe(own);
  });
});
