import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { draw, samplers } from '../../../sampler/distributions/index.ts';
import { type PriorSummary, priorSummary } from '../../../sampler/distributions/prior-summary.ts';
import { createRandom } from '../../../sampler/random.ts';
import { golden, isNear } from '../../grammar/distributions/golden.ts';

function ok(name: string, args: readonly number[], bounds = {}): Extract<PriorSummary, { kind: 'ok' }> {
  const summary = priorSummary(name, args, bounds);
  if (summary.kind !== 'ok') throw new Error(`${name}: ${summary.kind}`);
  return summary;
}

describe('prior summaries', () => {
  it('gives textbook numbers', () => {
    const s = ok('Normal', [1, 2]);
    expect([s.mean, s.sd, s.support]).toEqual([1, 2, 'all real numbers']);
    expect(s.q97).toBeCloseTo(1 + 2 * 1.880793608151251, 12);
    expect(s.q3).toBeCloseTo(1 - 2 * 1.880793608151251, 12);
    expect(ok('HalfNormal', [1]).support).toBe('positive numbers');
    expect(ok('Binomial', [10, 0.3]).support).toBe('integers from 0 to 10');
    expect(ok('Uniform', [-1, 3], { lower: 0 }).support).toBe('real numbers from 0 to 3');
  });

  it.each(Object.keys(golden.scalar).filter((name) => samplers.get(name)?.kind === 'scalar'))(
    '%s: a finite curve and golden moments',
    (name) => {
      for (const c of golden.scalar[name].cases) {
        const args = (distributions.get(name)?.arguments ?? []).map((a) => Number(c.args[a.name]));
        const s = ok(name, args);
        expect(s.curve.x.length).toBe(s.curve.y.length);
        expect(s.curve.y.every((v) => Number.isFinite(v) && v >= 0)).toBe(true);
        expect(s.curve.x.every((v, i) => i === 0 || v >= s.curve.x[i - 1])).toBe(true);
        if (c.mean !== undefined)
          expect(isNear(s.mean, c.mean, 1e-9, 1e-6), `mean ${s.mean}, ${c.mean}`).toBe(true);
      }
    },
  );

  it.each([
    ['Rice', [3, 1]],
    ['LogitNormal', [2, 0.3]],
    ['DiscreteWeibull', [0.7, 1.3]],
    ['VonMises', [0.5, 8]],
  ] as const)('%s: moments by quadrature agree with draws', (name, args) => {
    const s = ok(name, args);
    const rng = createRandom(5);
    const n = 40_000;
    const draws = Array.from({ length: n }, () => Number(draw(name, args, rng, 1)));
    const mean = draws.reduce((a, b) => a + b, 0) / n;
    const sd = Math.sqrt(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
    expect(Math.abs(s.mean - mean)).toBeLessThan((5 * sd) / Math.sqrt(n));
    expect(Math.abs(s.sd - sd)).toBeLessThan((5 * sd) / Math.sqrt(n));
  });

  it('knows truncated priors', () => {
    // Normal(0, 1) in 0.. is HalfNormal(1).
    const s = ok('Normal', [0, 1], { lower: 0 });
    const h = ok('HalfNormal', [1]);
    expect(s.mean).toBeCloseTo(h.mean, 8);
    expect(s.sd).toBeCloseTo(h.sd, 8);
    expect(s.q97).toBeCloseTo(h.q97, 10);
    // Poisson(2) in 1..: mean mu / (1 - exp(-mu)).
    const p = ok('Poisson', [2], { lower: 1 });
    expect(p.mean).toBeCloseTo(2 / (1 - Math.exp(-2)), 8);
    expect(p.q3).toBe(1);
    expect(p.curve.x[0]).toBe(1);
  });

  it('says where a moment does not exist', () => {
    expect(ok('Cauchy', [0, 1]).mean).toBeNaN();
    expect(ok('HalfCauchy', [1]).sd).toBeNaN();
    expect(ok('Cauchy', [0, 1], { lower: 0 }).mean).toBeNaN();
    expect(ok('Cauchy', [0, 1], { lower: -1, upper: 1 }).mean).toBeCloseTo(0, 8);
    expect(ok('StudentT', [2, 0, 1]).sd).toBe(Infinity);
  });

  it('refuses what has no summary', () => {
    expect(priorSummary('Flat', []).kind).toBe('improper');
    expect(priorSummary('Dirichlet', []).kind).toBe('notScalar');
    expect(priorSummary('Normale', [0, 1]).kind).toBe('notScalar');
    expect(priorSummary('Normal', [0, Number.NaN]).kind).toBe('invalid');
    expect(priorSummary('Uniform', [0, 1], { lower: 2 }).kind).toBe('invalid');
  });
});

it('never hangs on wild arguments', () => {
  const wild: readonly (readonly [string, readonly number[]])[] = [
    ['DiscreteWeibull', [0.999999, 0.01]],
    ['BetaBinomial', [1e12, 1, 1]],
    ['HyperGeometric', [1e12, 5e11, 5e11]],
    ['Poisson', [1e15]],
    ['Poisson', [-1]],
    ['Binomial', [1e15, 0.5]],
    ['Gamma', [1e-6, 1]],
    ['Gamma', [1e12, 1]],
    ['Beta', [1e-5, 1e-5]],
    ['StudentT', [0.01, 0, 1]],
    ['Rice', [1e9, 1e-3]],
    ['VonMises', [0, 1e9]],
    ['TruncatedNormal', [0, 1, 40, 50]],
    ['Wald', [1e9, 1e-9]],
    ['SkewNormal', [0, 1, 1e9]],
    ['ExGaussian', [0, 1, 1e-9]],
  ];
  // An endless search would meet the runner's timeout.
  for (const [name, args] of wild) expect(priorSummary(name, args)).toHaveProperty('kind');
});
