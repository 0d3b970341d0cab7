/** Ranges of priors, truncated, censored and mixed distributions; matrices; missing values. */
import { describe, expect, it } from 'vitest';
import { interpretGenerated } from '../../../sampler/compile/interpreter/index.ts';
import { dataOf, irOf, logDensityAt, normalLog, quantitiesAt } from './model.ts';

const none = dataOf({}, {});
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Simpson's rule; the densities here are smooth. */
function simpson(f: (x: number) => number, from: number, to: number, n = 4000): number {
  const h = (to - from) / n;
  let total = f(from) + f(to);
  for (let i = 1; i < n; i++) total += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
  return (total * h) / 3;
}

/** The prior of `param x`, with the other parameters at the rest of the position, as a function of x. */
function priorOf(text: string, rest: readonly number[] = []): (x: number) => number {
  const ir = irOf(text, none);
  return (u) => logDensityAt(ir, [...rest, u], 'prior');
}

describe('a range truncates the prior and normalises it', () => {
  const logistic = (u: number): number => 1 / (1 + Math.exp(-u));
  /** Integrates the prior of the constrained x over the unconstrained line. */
  const total = (text: string, rest: readonly number[] = []): number => {
    const ir = irOf(text, none);
    const others = irOf(text.slice(0, text.indexOf('param x')) || 'data { }', none);
    const base = rest.length === 0 ? 0 : logDensityAt(others, rest);
    return simpson((u) => Math.exp(logDensityAt(ir, [...rest, u]) - base), -38, 38, 4000);
  };

  it.each([
    'param x ~ Normal(1, 2) in 0..3',
    'param x ~ Normal(1, 2) in 0.5..',
    'param x ~ Normal(-8, 1) in 0..1',
    'param x ~ Normal(8, 1) in 0..1',
    'param x ~ HalfNormal(2) in ..1.5',
    'param x ~ Exponential(1.5) in 0.2..4',
    'param x ~ Uniform(-1, 5) in 0..3',
    'param x ~ StudentT(3, 1, 2) in 0..4',
    'param x ~ Gamma(2.5, 1.5) in 0.5..3',
    'param x ~ Beta(0.7, 2) in 0.25..',
    'param x ~ Cauchy(1, 2) in 0..10',
  ])('%s', (text) => {
    expect(total(text)).toBeCloseTo(1, 7);
  });

  it('with bounds and arguments that are parameters', () => {
    expect(
      total(
        'param m ~ Normal(0, 1) param s ~ HalfNormal(1) param x ~ Normal(m, s) in m..(m + 2)',
        [0.3, -0.2],
      ),
    ).toBeCloseTo(1, 7);
    expect(total('param m ~ Normal(0, 1) param x ~ Normal(m, 1) in 0..2', [-9])).toBeCloseTo(1, 6);
  });

  it('one side of the centre of a Student t is half of it, also where its scale is a parameter', () => {
    expect(total('param s ~ HalfNormal(1) param x ~ StudentT(3, 0, s) in 0..', [-0.2])).toBeCloseTo(1, 6);
  });

  it('an ordered vector from zero on is positive', () => {
    const ir = irOf('param c[3]: ordered ~ Normal(0, 2) in 0..', none);
    expect(ir.unconstrainedNames[0]).toBe('c__positive_ordered[1]');
    expect(Math.min(...quantitiesAt(ir, [-1, 0.2, -0.4]).c)).toBeCloseTo(Math.exp(-1), 14);
  });

  it('a bound beyond the support cuts nothing off', () => {
    const plain = priorOf('param x ~ Gamma(2.5, 1.5)');
    const ranged = priorOf('param x ~ Gamma(2.5, 1.5) in 0..');
    expect(ranged(0.4)).toBe(plain(0.4));
  });

  it('a flat prior over a range is not normalised', () => {
    const ir = irOf('param x ~ Flat() in 2..5', none);
    expect(ir.statements.filter((s) => s.kind === 'term' && s.role === 'prior')).toEqual([]);
    expect(quantitiesAt(ir, [0.4]).x[0]).toBeCloseTo(2 + 3 * logistic(0.4), 14);
  });

  it('is Truncated of the same range', () => {
    const a = priorOf('param x ~ Normal(1, 2) in 0..3');
    const b = priorOf('param x ~ Truncated(Normal(1, 2), 0, 3)');
    expect(b(0.3)).toBe(a(0.3));
  });

  it('of arguments that differ from element to element', () => {
    const data = dataOf({ k: 2 }, { nu: { values: [3, 5], dims: ['k'], element: 'real' } });
    const both = irOf('dim k data { nu : real[k] } param x[k] ~ StudentT(nu, 1, 2) in 0..4', data);
    const one = (nu: number, u: number): number =>
      logDensityAt(irOf(`param x ~ StudentT(${nu}, 1, 2) in 0..4`, none), [u]);
    expect(logDensityAt(both, [0.3, -0.7])).toBeCloseTo(one(3, 0.3) + one(5, -0.7), 12);
  });
});

describe('truncated, censored and mixed likelihoods', () => {
  const y = [0.2, 1.4, 3, 0.9];
  const data = dataOf(
    { obs: 4 },
    { y: { values: y, dims: ['obs'] }, counts: { values: [1, 4, 2, 6], dims: ['obs'] } },
  );
  const model = (observe: string): string =>
    `dim obs data { y : real[obs] counts : int[obs] } param m ~ Normal(0, 1) ${observe}`;
  const likelihood = (observe: string, m: number): number =>
    logDensityAt(irOf(model(observe), data), [m], 'likelihood');
  /** Normal distribution function by integration. */
  const Phi = (z: number): number => simpson((t) => Math.exp(normalLog(t, 0, 1)), -12, z);

  it('Truncated divides by the probability of the range', () => {
    const mass = Phi((3.5 - 0.4) / 2) - Phi((0 - 0.4) / 2);
    const expected = sum(y.map((v) => normalLog(v, 0.4, 2) - Math.log(mass)));
    expect(likelihood('observe y ~ Truncated(Normal(m, 2), 0, 3.5)', 0.4)).toBeCloseTo(expected, 9);
    expect(likelihood('observe (y) ~ Truncated(Normal(m, 2), 0, 2)', 0.4)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('Truncated of a discrete distribution includes both ends', () => {
    const p = (k: number): number => (Math.exp(-3) * 3 ** k) / [1, 1, 2, 6, 24, 120, 720][k];
    const mass = sum([1, 2, 3, 4, 5, 6].map(p));
    const expected = sum([1, 4, 2, 6].map((k) => Math.log(p(k) / mass)));
    expect(likelihood('observe counts ~ Truncated(Poisson(exp(m)), 1, 6)', Math.log(3))).toBeCloseTo(
      expected,
      9,
    );
  });

  it('Censored gives a value on a bound the whole tail', () => {
    const expected =
      normalLog(0.2, 0.4, 2) +
      normalLog(1.4, 0.4, 2) +
      normalLog(0.9, 0.4, 2) +
      Math.log(1 - Phi((3 - 0.4) / 2));
    expect(likelihood('observe y ~ Censored(Normal(m, 2), 0, 3)', 0.4)).toBeCloseTo(expected, 9);
  });

  it('Mixture sums its components out', () => {
    const expected = sum(
      y.map((v) => Math.log(0.3 * Math.exp(normalLog(v, 0.4, 1)) + 0.7 * Math.exp(normalLog(v, 2, 0.5)))),
    );
    expect(likelihood('observe y ~ Mixture([0.3, 0.7], Normal(m, 1), Normal(2, 0.5))', 0.4)).toBeCloseTo(
      expected,
      11,
    );
  });

  it('Mixture over an index takes its arguments from arrays', () => {
    const text = `dim obs, k data { y : real[obs] } param w[k] ~ Dirichlet([1, 1, 1]) param mu[k]: ordered ~ Normal(0, 5)
      observe y ~ Mixture(w over k, Normal(mu[k], 0.5))`;
    const ir = irOf(text, dataOf({ obs: 4, k: 3 }, { y: { values: y, dims: ['obs'] } }));
    const at = [0.2, -0.4, -1, 0.1, 0.3];
    const { w, mu } = quantitiesAt(ir, at);
    const expected = sum(
      y.map((v) => Math.log(sum(w.map((p, k) => p * Math.exp(normalLog(v, mu[k], 0.5)))))),
    );
    expect(logDensityAt(ir, at, 'likelihood')).toBeCloseTo(expected, 11);
    expect(ir.observations[0].distribution).toMatchObject({ kind: 'mixture', components: [{}, {}, {}] });
  });

  it('a mixture may be truncated', () => {
    const text = 'observe y ~ Truncated(Mixture([0.3, 0.7], Normal(m, 1), Normal(2, 0.5)), 0, 3.5)';
    const mix = (v: number): number =>
      0.3 * Math.exp(normalLog(v, 0.4, 1)) + 0.7 * Math.exp(normalLog(v, 2, 0.5));
    const mass = simpson(mix, 0, 3.5);
    expect(likelihood(text, 0.4)).toBeCloseTo(sum(y.map((v) => Math.log(mix(v) / mass))), 8);
  });
});

describe('vectors and matrices', () => {
  it('a Gaussian process through its Cholesky factor', () => {
    const x = [-1, 0.5, 2];
    const y = [0.3, -0.2, 1.1];
    const ir = irOf(
      `dim obs data { x : real[obs] y : real[obs] }
       param rho ~ Gamma(25, 4)
       param alpha ~ HalfNormal(2)
       param sigma ~ HalfNormal(1)
       let K = exp_quad(x, alpha, rho) + sigma * identity(obs)
       observe y ~ MvNormal(0, cov = K)`,
      dataOf({ obs: 3 }, { x: { values: x, dims: ['obs'] }, y: { values: y, dims: ['obs'] } }),
    );
    const [rho, alpha, sigma] = [5, 1.3, 0.4];
    const k = x.map((a, i) =>
      x.map((b, j) => alpha ** 2 * Math.exp(-0.5 * ((a - b) / rho) ** 2) + (i === j ? sigma : 0)),
    );
    // Density by conditioning one observation at a time on those before (no factor shared with the code).
    const [a, b, c] = [k[0][0], k[0][1], k[0][2]];
    const [d, e, f] = [k[1][1], k[1][2], k[2][2]];
    let expected = normalLog(y[0], 0, Math.sqrt(a));
    expected += normalLog(y[1], (b / a) * y[0], Math.sqrt(d - b ** 2 / a));
    const det = a * d - b * b;
    const [w0, w1] = [(d * c - b * e) / det, (a * e - b * c) / det];
    expected += normalLog(y[2], w0 * y[0] + w1 * y[1], Math.sqrt(f - w0 * c - w1 * e));
    expect(logDensityAt(ir, [rho, alpha, sigma].map(Math.log), 'likelihood')).toBeCloseTo(expected, 10);
    expect(ir.statements.filter((s) => s.kind === 'kernel' && s.fn === 'cholesky')).toHaveLength(1);
    expect(ir.observations[0].shape).toEqual([]);
  });

  it('correlated effects: a Cholesky factor, scaled, for each group', () => {
    const ir = irOf(
      `dim g, k
       param L[k, k] ~ LKJCholesky(2)
       param tau[k] ~ HalfNormal(1)
       param beta[g, k] ~ MvNormal(0, chol = diag(tau) @ L)`,
      dataOf({ g: 3, k: 2 }, {}),
    );
    const u = [0.4, -0.3, 0.2, 0.5, -0.5, 1, 0.2, -0.7, 0.6];
    const r = Math.tanh(0.4);
    const [t1, t2] = [Math.exp(-0.3), Math.exp(0.2)];
    const beta = [
      [0.5, -0.5],
      [1, 0.2],
      [-0.7, 0.6],
    ];
    const expected = sum(
      beta.map(([p, q]) => normalLog(p, 0, t1) + normalLog(q, (r * t2 * p) / t1, t2 * Math.sqrt(1 - r * r))),
    );
    const lkj = Math.log(1 - r * r) + Math.log(0.75); // density 3/4 (1 - r^2) for eta = 2
    const half = (t: number): number => Math.LN2 + normalLog(t, 0, 1);
    expect(logDensityAt(ir, u, 'prior')).toBeCloseTo(expected + lkj + half(t1) + half(t2), 10);
  });

  it('broadcasts the axes of vectors by name', () => {
    const data = dataOf(
      { obs: 2, k: 2 },
      {
        y: { values: [0.1, 0.2, 0.3, 0.4], dims: ['obs', 'k'] },
        S: { values: [2, 0.5, 0.5, 1], dims: ['k', 'k'] },
      },
    );
    const ir = irOf(
      'dim obs, k data { y : real[obs, k] S : real[k, k] } param m[k] ~ Normal(0, 1) observe y ~ MvNormal(m, cov = S)',
      data,
    );
    const m = [0.5, -1];
    const bivariate = (a: number, b: number): number =>
      normalLog(a, m[0], Math.SQRT2) + normalLog(b, m[1] + 0.25 * (a - m[0]), Math.sqrt(1 - 0.125));
    expect(logDensityAt(ir, m, 'likelihood')).toBeCloseTo(bivariate(0.1, 0.2) + bivariate(0.3, 0.4), 11);
    expect(ir.observations[0].shape).toEqual([2]);
  });
});

describe('observations', () => {
  it('keep canonical arguments over the shape of the datum', () => {
    const data = dataOf({ obs: 3 }, { y: { values: [1, 0, 1], dims: ['obs'] } });
    const ir = irOf(
      'dim obs data { y : int[obs] } param b ~ Normal(0, 1) observe y[t in 2..3] ~ Bernoulli(logit_p = b * t)',
      data,
    );
    const [observation] = ir.observations;
    const values = interpretGenerated(ir, Float64Array.from([0.3]));
    const { distribution } = observation;
    if (distribution.kind !== 'plain') throw new Error('expected a plain distribution');
    expect(Object.keys(distribution.args)).toEqual(['p']);
    const p = [2, 3].map((t) => 1 / (1 + Math.exp(-0.3 * t)));
    expect(Array.from(values.get(distribution.args.p) ?? [])).toEqual(p.map((e) => expect.closeTo(e, 14)));
    expect(Array.from(values.get(observation.datum) ?? [])).toEqual([0, 1]);
    const pointwise = Array.from(values.get(observation.logLikelihood) ?? []);
    expect(pointwise).toEqual([Math.log(1 - p[0]), Math.log(p[1])].map((e) => expect.closeTo(e, 13)));
    // Only the draws kept need them.
    expect(ir.statements.every((s) => s.kind !== 'define' || s.array !== observation.logLikelihood)).toBe(
      true,
    );
  });

  it('residuals are named by line', () => {
    const data = dataOf({ obs: 2 }, { y: { values: [1, 2], dims: ['obs'] } });
    const ir = irOf(
      'dim obs\ndata { y : real[obs] }\nparam b ~ Normal(0, 1)\nobserve (y - b) ~ Normal(0, 1)',
      data,
    );
    expect(ir.observations[0].name).toBe('residual@4');
    expect(logDensityAt(ir, [0.3], 'likelihood')).toBeCloseTo(
      normalLog(0.7, 0, 1) + normalLog(1.7, 0, 1),
      12,
    );
  });

  it('a potential that sums is a term per element', () => {
    const data = dataOf({ obs: 4 }, { y: { values: [1, 2, 3, 4], dims: ['obs'] } });
    const ir = irOf(
      'dim obs data { y : real[obs] } param b ~ Flat() potential p = sum(b * y) potential q = sum(b * y[i] for i in 2..3) potential r = 2 * b',
      data,
    );
    expect(logDensityAt(ir, [0.5])).toBe(5 + 2.5 + 1);
    const loops = ir.statements.flatMap((s) =>
      s.kind === 'term' ? [s.indices.map((i) => i.to - i.from)] : [],
    );
    expect(loops).toEqual([[4], [2], []]);
  });
});

describe('missing values of what is observed', () => {
  const data = dataOf(
    { obs: ['a', 'b', 'c'] },
    { y: { values: [1, Number.NaN, 3], dims: ['obs'], element: 'real' } },
  );

  it('become unknowns with the distribution observed', () => {
    const ir = irOf('dim obs data { y : real?[obs] } param m ~ Normal(0, 1) observe y ~ Normal(m, 2)', data);
    expect(ir.unconstrainedNames).toEqual(['y_missing[b]', 'm']);
    expect(logDensityAt(ir, [1.7, 0.4])).toBeCloseTo(
      normalLog(0.4, 0, 1) + sum([1, 1.7, 3].map((v) => normalLog(v, 0.4, 2))),
      12,
    );
  });

  it('stay inside the support', () => {
    const ir = irOf(
      'dim obs data { y : real?[obs] } param m ~ HalfNormal(1) observe y ~ Exponential(m)',
      data,
    );
    expect(ir.unconstrainedNames[0]).toBe('y_missing__log[b]');
    expect(quantitiesAt(ir, [0.7, 0.1]).y_missing).toEqual([Math.exp(0.7)]);
  });
});
