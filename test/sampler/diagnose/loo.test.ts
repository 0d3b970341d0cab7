/** Leave-one-out estimates, differences and stacking weights against R's loo (test/golden/loo.R). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareElpd } from '../../../sampler/diagnose/compare-elpd.ts';
import { loo, looPoint } from '../../../sampler/diagnose/loo.ts';
import { stackingObjective, stackingWeights } from '../../../sampler/diagnose/stacking-weights.ts';
import { logLikelihoods } from './loo-inputs.ts';

type ModelName = keyof typeof logLikelihoods;
interface Golden {
  readonly models: Readonly<
    Record<
      ModelName,
      {
        readonly first: number;
        readonly last: number;
        readonly elpd: number;
        readonly se: number;
        /** Null where a k is above the threshold. */
        readonly mcse: number | null;
        readonly pLoo: number;
        readonly bad: number;
        readonly kHat: readonly number[];
        readonly pointwise: readonly number[];
      }
    >
  >;
  readonly comparisons: Readonly<
    Record<
      string,
      {
        readonly order: readonly number[];
        readonly elpdDiff: readonly number[];
        readonly seDiff: readonly number[];
        readonly objective: number;
        readonly bestWeights: readonly number[];
        readonly bestObjective: number;
        readonly leftToGain: number;
      }
    >
  >;
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/loo.json', import.meta.url), 'utf8'));
const names = Object.keys(logLikelihoods) as ModelName[];
const fits = new Map(names.map((name) => [name, loo(logLikelihoods[name])]));
const elpdOf = (name: ModelName) => fits.get(name)?.pointwise.elpd ?? new Float64Array();

function expectClose(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected), `${actual} and ${expected}`).toBeLessThan(tolerance);
}

describe.each(names)('%s', (name) => {
  const expected = golden.models[name];
  const fit = fits.get(name) ?? loo(logLikelihoods[name]);

  it('is of the same log likelihoods', () => {
    const { values } = logLikelihoods[name];
    expect([values[0], values.at(-1)]).toEqual([expected.first, expected.last]);
  });

  it('has the Monte Carlo error of R to 1e-6', () => {
    if (expected.mcse === null || fit.mcse === null) expect(fit.mcse).toBe(expected.mcse);
    else expectClose(fit.mcse, expected.mcse, 1e-6);
  });

  it('has the elpd, its standard error, p_loo and each k of R to 1e-6', () => {
    expectClose(fit.elpd, expected.elpd, 1e-6);
    expectClose(fit.se, expected.se, 1e-6);
    expectClose(fit.pLoo, expected.pLoo, 1e-6);
    expect(fit.unreliable).toHaveLength(expected.bad);
    for (const [i, k] of expected.kHat.entries()) expectClose(fit.pointwise.kHat[i], k, 1e-6);
    for (const [i, elpd] of expected.pointwise.entries()) expectClose(fit.pointwise.elpd[i], elpd, 1e-6);
  });
});

const comparisons: Readonly<Record<string, readonly ModelName[]>> = {
  two: ['slope', 'both'],
  three: ['slope', 'both', 'flexible'],
  four: ['flat', 'slope', 'both', 'flexible'],
};

describe.each(Object.entries(comparisons))('comparison of %s', (name, models) => {
  const expected = golden.comparisons[name];
  const pointwise = models.map(elpdOf);

  it('has the order, the differences and their standard errors of R', () => {
    const rows = compareElpd(pointwise);
    expect(rows.map(({ model }) => model)).toEqual(expected.order);
    for (const [i, row] of rows.entries()) {
      expectClose(row.elpdDiff, expected.elpdDiff[i], 1e-6);
      expectClose(row.seDiff, expected.seDiff[i], 1e-6);
    }
  });

  it('has weights whose objective is at least that of R and within 1e-8 of the maximum', () => {
    const weights = stackingWeights(pointwise);
    expectClose(
      weights.reduce((sum, weight) => sum + weight, 0),
      1,
      1e-12,
    );
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    const objective = stackingObjective(pointwise, weights);
    expect(objective).toBeGreaterThan(expected.objective - 1e-8);
    expect(expected.leftToGain).toBeLessThan(1e-8);
    expectClose(objective, expected.bestObjective, 1e-8);
    for (const [k, weight] of expected.bestWeights.entries()) expectClose(weights[k], weight, 1e-5);
  });
});

/** How far below the maximum weights may lie at most: the objective is concave. */
function leftToGain(elpd: readonly Float64Array[], weights: Float64Array): number {
  const n = elpd[0].length;
  const slope = elpd.map((own) => {
    let sum = 0;
    for (let i = 0; i < n; i++)
      sum += 1 / elpd.reduce((total, other, k) => total + weights[k] * Math.exp(other[i] - own[i]), 0);
    return sum;
  });
  return Math.max(...slope) - n;
}

describe('stacking weights', () => {
  const { both, slope, flexible, flat } = Object.fromEntries(names.map((name) => [name, elpdOf(name)]));
  it.each([
    ['models that are the same', [both, both, slope]],
    ['six models, some of them the same', [flat, both, slope, both, flexible, flat]],
    ['a model that is hopeless', [both, both.map((value) => value - 2000)]],
    ['densities too small for numbers', [both.map((v) => v - 5000), slope.map((v) => v - 5000)]],
    ['one point', [both.slice(0, 1), slope.slice(0, 1)]],
    ['more models than points', [both, slope, flexible, flat].map((own) => own.slice(0, 3))],
  ])('%s', (_, elpd) => {
    const weights = stackingWeights(elpd);
    expect(weights.every((weight) => weight >= 0)).toBe(true);
    expect(leftToGain(elpd, weights)).toBeLessThan(1e-8);
  });

  it('are shared among models that are the same', () => {
    const [a, b] = stackingWeights([both, both, slope]);
    expectClose(a, b, 1e-3);
  });
});

describe('a point', () => {
  it('whose density is too small for a number has the same k, and its elpd follows', () => {
    const own = logLikelihoods.flexible.values.filter((_, i) => i % 120 === 9);
    const near = looPoint(own, 4);
    const far = looPoint(
      own.map((value) => value - 4000),
      4,
    );
    expectClose(far.kHat, near.kHat, 1e-8);
    expectClose(far.elpd, near.elpd - 4000, 1e-8);
    expectClose(far.mcse, near.mcse, 1e-8);
  });

  it('that every draw predicts alike has k 0 and its own density', () => {
    const { elpd, kHat } = looPoint(new Float64Array(400).fill(-1.5), 4);
    expect(kHat).toBe(0);
    expectClose(elpd, -1.5, 1e-12);
  });
});

describe('p_worse', () => {
  it('is the probability that the difference is below 0', () => {
    const best = Float64Array.from([-1, -2, -1, -3]);
    const other = Float64Array.from([-2, -2, -3, -2]);
    const [first, second] = compareElpd([best, other]);
    expect(first.pWorse).toBeNull();
    // Differences −1, 0, −2, 1: sum −2, variance 5/3.
    expectClose(second.seDiff, Math.sqrt(20 / 3), 1e-12);
    expectClose(second.pWorse ?? 0, 0.7807, 1e-4);
  });
});
