import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import type { ScalarSampler } from '../../../sampler/distributions/distribution-sampler.ts';
import { evaluateText } from '../../../sampler/distributions/evaluate-expression.ts';
import { draw, samplers } from '../../../sampler/distributions/index.ts';
import { createRandom } from '../../../sampler/random.ts';
import { type GoldenArgs, golden, show, toNumber } from '../../grammar/distributions/golden.ts';
import { chiSquaredTest, kolmogorovSmirnov, meanScore } from './goodness-of-fit.ts';

/** A correct sampler fails one of the ~130 tests below with probability about 1e-3. */
const level = 1e-5;
const size = 20_000;

function scalars(): { sampler: ScalarSampler; discrete: boolean; args: GoldenArgs }[] {
  return Object.entries(golden.scalar).flatMap(([name, { cases }]) => {
    const sampler = samplers.get(name);
    if (sampler?.kind !== 'scalar') return [];
    return cases.map((c) => ({
      sampler,
      discrete: distributions.get(name)?.type === 'discrete',
      args: c.args,
    }));
  });
}

/** In the table's order. */
function ordered(name: string, args: GoldenArgs): number[] {
  return (distributions.get(name)?.arguments ?? []).map((a) => Number(args[a.name]));
}

describe('the table of distributions and the table of samplers', () => {
  it('have the same names', () => {
    expect([...samplers.keys()].sort()).toEqual([...distributions.keys()].sort());
  });

  it('agree on what a draw is', () => {
    for (const [name, sampler] of samplers) {
      const d = distributions.get(name);
      if (sampler.kind === 'event') expect(d?.eventDims, name).toBeGreaterThan(0);
      else expect(d?.eventDims, name).toBe(0);
      if (sampler.kind === 'scalar')
        expect(
          d?.arguments.every((a) => a.eventDims === 0),
          name,
        ).toBe(true);
    }
  });

  it('gives NaN for what cannot be drawn', () => {
    const rng = createRandom(1);
    expect(draw('Flat', [], rng, 1)).toBeNaN();
    expect(draw('Nothing', [], rng, 1)).toBeNaN();
    for (const [name, args] of [
      ['Gamma', [-1, 1]],
      ['Poisson', [-1]],
      ['Poisson', [Number.NaN]],
      ['Binomial', [10, 1.5]],
      ['Bernoulli', [Number.NaN]],
      ['Beta', [Number.NaN, 1]],
      ['NegativeBinomial', [Number.NaN, 1]],
      ['Geometric', [0]],
      ['Normal', [0]],
    ] as const)
      expect(draw(name, args, rng, 1), name).toBeNaN();
  });
});

describe('cdf against golden values', () => {
  it.each(Object.entries(golden.scalar).filter(([name]) => samplers.get(name)?.kind === 'scalar'))(
    '%s',
    (name, { cases }) => {
      const sampler = samplers.get(name);
      if (sampler?.kind !== 'scalar') throw new Error(name);
      for (const c of cases) {
        c.x.forEach((x, i) => {
          const expected = toNumber(c.cdf?.[i] ?? 'nan');
          const found = sampler.cdf(x, ordered(name, c.args));
          expect(
            Math.abs(found - expected),
            `${show(c.args, x)}: ${found}, expected ${expected}`,
          ).toBeLessThan(1e-11);
        });
      }
    },
  );
});

describe('quantiles invert the cdf', () => {
  const probabilities = [1e-10, 0.001, 0.03, 0.3, 0.5, 0.7, 0.97, 0.999, 1 - 1e-9];
  it.each(scalars().map((s) => [s.sampler.name, show(s.args), s] as const))('%s %s', (name, _, s) => {
    const args = ordered(name, s.args);
    for (const p of probabilities) {
      const x = s.sampler.quantile(p, args);
      const at = s.sampler.cdf(x, args);
      // A point mass (discrete, or the hurdle's zero) swallows a range of p.
      // Four neighbouring doubles below a continuous quantile the cdf is below p again.
      const below =
        x === 0 ? 0 : s.sampler.cdf(s.discrete ? x - 1 : x - 4 * Number.EPSILON * Math.abs(x), args);
      const message = `p = ${p}: x = ${x}, cdf ${at}, below ${below}`;
      expect(at, message).toBeGreaterThanOrEqual(p * (1 - 1e-9) - 1e-15);
      expect(below, message).toBeLessThanOrEqual(p * (1 + 1e-9) + 1e-10 * (p > 0.9 ? 1e-3 : 1e-6) + 2e-16);
    }
  });
});

describe('draws follow the cdf', () => {
  it.each(scalars().map((s) => [s.sampler.name, show(s.args), s] as const))('%s %s', (name, _, s) => {
    const args = ordered(name, s.args);
    const rng = createRandom(20_260_101);
    const draws = Float64Array.from({ length: size }, () => s.sampler.draw(args, rng));
    expect(draws.every(Number.isFinite)).toBe(true);
    const cdf = (x: number) => s.sampler.cdf(x, args);
    const slow = ['VonMises', 'Rice', 'SkewNormal', 'BetaBinomial', 'HyperGeometric'].includes(name);
    const known = new Map<number, number>();
    const remembered = (k: number) => {
      const value = known.get(k) ?? cdf(k);
      known.set(k, value);
      return value;
    };
    const p = s.discrete
      ? chiSquaredTest(
          draws,
          Math.min(0, s.sampler.quantile(1e-300, args)),
          (k) => remembered(k) - remembered(k - 1),
        )
      : kolmogorovSmirnov(draws, cdf, slow ? 40 : 1);
    expect(p).toBeGreaterThan(level);
    const d = distributions.get(name);
    const env = new Map(Object.entries(s.args));
    const mean = d?.mean === undefined ? Number.NaN : Number(evaluateText(d.mean, env));
    const sd = d?.sd === undefined ? Number.NaN : Number(evaluateText(d.sd, env));
    // Where the fourth moment is infinite the mean converges too slowly for its standard error to hold.
    const heavy = [
      'StudentT',
      'HalfStudentT',
      'InverseGamma',
      'ScaledInverseChiSquared',
      'Pareto',
      'LogNormal',
    ].includes(name);
    if (Number.isFinite(mean) && Number.isFinite(sd) && !heavy)
      expect(Math.abs(meanScore(draws, mean, sd)), `mean ${mean}, sd ${sd}`).toBeLessThan(5);
  });
});
