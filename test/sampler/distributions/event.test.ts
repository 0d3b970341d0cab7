import { describe, expect, it } from 'vitest';
import { binomialCdf } from '../../../sampler/distributions/binomial.ts';
import type { ArgValue } from '../../../sampler/distributions/distribution-sampler.ts';
import { gammaP } from '../../../sampler/distributions/incomplete-gamma.ts';
import { draw, samplers } from '../../../sampler/distributions/index.ts';
import { betaI, Phi } from '../../../sampler/distributions/math.ts';
import { cholesky, solveLower } from '../../../sampler/distributions/matrix.ts';
import { studentTCdf } from '../../../sampler/distributions/student-t.ts';
import { createRandom } from '../../../sampler/random.ts';
import { golden, toNumber } from '../../grammar/distributions/golden.ts';
import { chiSquaredTest, kolmogorovSmirnov } from './goodness-of-fit.ts';

const level = 1e-5;
const size = 10_000;

/** `size` draws of an event of `length` elements. */
function events(name: string, args: readonly ArgValue[], length: number, seed = 7): Float64Array[] {
  const rng = createRandom(seed);
  return Array.from({ length: size }, () => {
    const out = draw(name, args, rng, length);
    if (!(out instanceof Float64Array)) throw new Error(`${name} is no event`);
    return out;
  });
}

/** Each scalar quantity of the draws has a known distribution. */
function follows(
  draws: readonly Float64Array[],
  of: (x: Float64Array) => number,
  cdf: (v: number) => number,
): void {
  expect(kolmogorovSmirnov(Float64Array.from(draws, of), cdf)).toBeGreaterThan(level);
}

const vec = (...x: number[]) => Float64Array.from(x);
const chi2 = (nu: number) => (x: number) => gammaP(nu / 2, x / 2);
const normalCdf = (mu: number, sigma: number) => (x: number) => Phi((x - mu) / sigma);
const cov = vec(2, 0.5, -0.3, 0.5, 1, 0.2, -0.3, 0.2, 0.5);
const mu = vec(1, -1, 0.5);

/** (x - mu)' S^-1 (x - mu) */
function distance(x: Float64Array): number {
  const r = solveLower(
    cholesky(cov, 3),
    x.map((v, i) => v - mu[i]),
    3,
    1,
  );
  return r.reduce((a, b) => a + b * b, 0);
}

describe('draws of vectors', () => {
  it('MvNormal: the quadratic form is chi-squared, a contrast is normal', () => {
    const draws = events('MvNormal', [mu, cov], 3);
    follows(draws, distance, chi2(3));
    // var(x1 - 2 x3) = 2 + 4 * 0.5 - 4 * -0.3
    follows(draws, (x) => x[0] - 2 * x[2], normalCdf(0, Math.sqrt(5.2)));
  });

  it('MvStudentT: the quadratic form is 3 F(3, nu), each element is t', () => {
    const nu = 4.5;
    const draws = events('MvStudentT', [nu, mu, cov], 3);
    follows(draws, distance, (q) => betaI(q / (q + nu), 1.5, nu / 2));
    follows(
      draws,
      (x) => x[1],
      (v) => studentTCdf(v + 1, nu),
    );
  });

  it.each([[vec(0.5, 3, 12)], [vec(0.01, 0.02, 0.03)]])(
    'Dirichlet(%s): sums to one, elements are beta',
    (alpha) => {
      const draws = events('Dirichlet', [alpha], 3);
      const total = alpha[0] + alpha[1] + alpha[2];
      for (const x of draws) expect(Math.abs(x[0] + x[1] + x[2] - 1)).toBeLessThan(1e-14);
      for (const k of [0, 1, 2])
        follows(
          draws,
          (x) => x[k],
          (v) => betaI(v, alpha[k], total - alpha[k]),
        );
    },
  );

  it('StickBreakingWeights: each break is Beta(1, alpha) of the rest', () => {
    const draws = events('StickBreakingWeights', [3.5, 3], 4);
    const broken = (v: number) => 1 - (1 - v) ** 3.5;
    follows(draws, (w) => w[0], broken);
    follows(draws, (w) => w[1] / (1 - w[0]), broken);
    follows(draws, (w) => w[2] / (w[2] + w[3]), broken);
    for (const w of draws) expect(Math.abs(w.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-14);
  });

  it.each([10, 400])('Multinomial(%i, p): elements and their sums are binomial', (n) => {
    const draws = events('Multinomial', [n, vec(0.1, 0.2, 0.3, 0.4)], 4);
    const mass = (p: number) => (k: number) => binomialCdf(k, n, p) - binomialCdf(k - 1, n, p);
    for (const x of draws) expect(x.reduce((a, b) => a + b, 0)).toBe(n);
    [0.1, 0.2, 0.3, 0.4].forEach((p, k) => {
      expect(
        chiSquaredTest(
          Float64Array.from(draws, (x) => x[k]),
          0,
          mass(p),
        ),
      ).toBeGreaterThan(level);
    });
    expect(
      chiSquaredTest(
        Float64Array.from(draws, (x) => x[0] + x[2]),
        0,
        mass(0.4),
      ),
    ).toBeGreaterThan(level);
  });

  it('Multinomial: a category without probability is never drawn', () => {
    for (const x of events('Multinomial', [50, vec(0.5, 0, 0.5)], 3)) {
      expect(x[1]).toBe(0);
      expect(x[0] + x[2]).toBe(50);
    }
  });

  it('DirichletMultinomial: elements are beta-binomial', () => {
    const alpha = vec(0.5, 1, 2, 8);
    const draws = events('DirichletMultinomial', [10, alpha], 4);
    const marginal = samplers.get('BetaBinomial');
    if (marginal?.kind !== 'scalar') throw new Error('BetaBinomial');
    alpha.forEach((a, k) => {
      const args = [10, a, 11.5 - a];
      const mass = (v: number) => marginal.cdf(v, args) - (v > 0 ? marginal.cdf(v - 1, args) : 0);
      expect(
        chiSquaredTest(
          Float64Array.from(draws, (x) => x[k]),
          0,
          mass,
        ),
      ).toBeGreaterThan(level);
    });
  });

  it('ZeroSumNormal: sums to zero, elements have sd sigma sqrt(1 - 1/n)', () => {
    const draws = events('ZeroSumNormal', [2], 5);
    for (const x of draws) expect(Math.abs(x.reduce((a, b) => a + b, 0))).toBeLessThan(1e-13);
    follows(draws, (x) => x[3], normalCdf(0, 2 * Math.sqrt(0.8)));
    follows(draws, (x) => x.reduce((a, b) => a + (b * b) / 4, 0), chi2(4));
  });

  it('ICAR: the quadratic form of the Laplacian is chi-squared', () => {
    const edges = vec(1, 2, 2, 3, 3, 4, 4, 1, 1, 3);
    const draws = events('ICAR', [edges], 4);
    const form = (x: Float64Array) => {
      let s = 0;
      for (let e = 0; e < edges.length; e += 2) s += (x[edges[e] - 1] - x[edges[e + 1] - 1]) ** 2;
      return s;
    };
    follows(draws, form, chi2(3));
    for (const x of draws) expect(Math.abs(x.reduce((a, b) => a + b, 0))).toBeLessThan(1e-13);
  });

  it('ICAR: a graph in two parts has no proper distribution', () => {
    const [x] = events('ICAR', [vec(1, 2, 3, 4)], 4);
    expect(x.some(Number.isNaN)).toBe(true);
  });

  it('CAR: the quadratic form of the precision is chi-squared, and each element has its variance', () => {
    const edges = vec(1, 2, 2, 3, 3, 4, 4, 1, 1, 3);
    const draws = events('CAR', [edges, 0.8, 2], 4);
    const form = (x: Float64Array) => {
      let s = 0;
      for (let e = 0; e < edges.length; e += 2) {
        const [p, q] = [x[edges[e] - 1], x[edges[e + 1] - 1]];
        s += 2 * (p * p + q * q - 2 * 0.8 * p * q);
      }
      return s;
    };
    follows(draws, form, chi2(4));
    // The diagonal of the inverse of 2 (D - 0.8 A), by NumPy.
    follows(draws, (x) => x[1], normalCdf(0, Math.sqrt(0.4239130434782609)));
  });

  it('GaussianConditional: mean and covariance are those of the joint distribution', () => {
    // New values 2 and 3 units from one old value of 1.5, correlations 0.6 and 0.3.
    const draws = events('GaussianConditional', [vec(1, 0.2, 0.2, 1), vec(0.6, 0.3), vec(1), vec(1.5)], 2);
    follows(draws, (x) => x[0], normalCdf(0.9, 0.8));
    follows(draws, (x) => x[1], normalCdf(0.45, Math.sqrt(0.91)));
    follows(draws, (x) => x[0] + x[1], normalCdf(1.35, Math.sqrt(0.64 + 0.91 + 2 * 0.02)));
  });

  it('GaussianConditional: at the old points it is the old values', () => {
    const k = vec(1, 0.5, 0.5, 1);
    for (const x of events('GaussianConditional', [k, k, k, vec(0.3, -1)], 2)) {
      expect(x[0]).toBeCloseTo(0.3, 12);
      expect(x[1]).toBeCloseTo(-1, 12);
    }
  });

  it('GaussianRandomWalk: elements and steps are normal', () => {
    const draws = events('GaussianRandomWalk', [0.7, { name: 'Normal', args: [1, 2] }, 0.25], 5);
    for (const t of [0, 1, 4]) follows(draws, (x) => x[t], normalCdf(1 + 0.25 * t, Math.sqrt(4 + 0.49 * t)));
    follows(draws, (x) => x[3] - x[2], normalCdf(0.25, 0.7));
  });

  it('AR: starts and innovations are normal', () => {
    const draws = events('AR', [vec(0.6, -0.2), 0.7, { name: 'Normal', args: [0, 3] }, 0], 6);
    follows(draws, (x) => x[1], normalCdf(0, 3));
    follows(draws, (x) => x[5] - 0.6 * x[4] + 0.2 * x[3], normalCdf(0, 0.7));
    follows(draws, (x) => x[2], normalCdf(0, Math.sqrt(0.49 + 9 * (0.36 + 0.04))));
  });

  it('drift and scale of series may differ from element to element', () => {
    const [mu, sigma] = [vec(9, 0.5, -0.4, 2), vec(9, 0.3, 1.5, 0.8)];
    const start = { name: 'Normal', args: [1, 2] };
    const walk = events('GaussianRandomWalk', [sigma, start, mu], 4);
    follows(walk, (x) => x[0], normalCdf(1, 2));
    const ar = events('AR', [vec(0.6), sigma, start, mu], 4);
    for (let t = 1; t < 4; t++) {
      follows(walk, (x) => x[t] - x[t - 1], normalCdf(mu[t], sigma[t]));
      follows(ar, (x) => x[t] - 0.6 * x[t - 1], normalCdf(mu[t], sigma[t]));
    }
  });
});

describe('draws of matrices', () => {
  it.each([1, 2.5, 0.7])('LKJ(%f): every correlation is a shifted beta', (eta) => {
    const n = 4;
    const a = eta + (n - 2) / 2;
    const correlation = (r: number) => betaI((r + 1) / 2, a, a);
    const factors = events('LKJCholesky', [eta], n * n);
    for (const l of factors.slice(0, 50))
      for (let i = 0; i < n; i++) {
        const row = l.subarray(i * n, (i + 1) * n);
        expect(Math.abs(row.reduce((s, v) => s + v * v, 0) - 1)).toBeLessThan(1e-13);
        expect(row.subarray(i + 1).every((v) => v === 0)).toBe(true);
      }
    const matrices = events('LKJCorr', [eta], n * n);
    for (let i = 1; i < n; i++)
      for (let j = 0; j < i; j++) {
        follows(matrices, (r) => r[i * n + j], correlation);
        follows(
          factors,
          (l) => [0, 1, 2, 3].reduce((s, k) => s + l[i * n + k] * l[j * n + k], 0),
          correlation,
        );
      }
  });

  it('Wishart: scaled diagonal elements are chi-squared, the mean is nu V', () => {
    const nu = 7.5;
    const draws = events('Wishart', [nu, cov], 9);
    for (const i of [0, 1, 2]) follows(draws, (x) => x[4 * i] / cov[4 * i], chi2(nu));
    for (const at of [1, 2, 5]) {
      const [i, j] = [Math.floor(at / 3), at % 3];
      const mean = draws.reduce((s, x) => s + x[at], 0) / size;
      const sd = Math.sqrt(nu * (cov[at] ** 2 + cov[4 * i] * cov[4 * j]));
      expect(Math.abs(mean - nu * cov[at])).toBeLessThan((5 * sd) / Math.sqrt(size));
    }
  });

  it('InverseWishart: inverse scaled diagonal elements are chi-squared', () => {
    const draws = events('InverseWishart', [7.5, cov], 9);
    for (const i of [0, 1, 2]) follows(draws, (x) => cov[4 * i] / x[4 * i], chi2(5.5));
    // A contrast c' X c with c = (1, -1, 2) has the same law with its own scale.
    const c = [1, -1, 2];
    const form = (m: Float64Array) =>
      c.reduce((s, a, i) => s + c.reduce((t, b, j) => t + a * b * m[3 * i + j], 0), 0);
    follows(draws, (x) => form(cov) / form(x), chi2(5.5));
  });
});

describe('draws of categories', () => {
  it.each(['Categorical', 'OrderedLogistic', 'OrderedProbit'])('%s', (name) => {
    const sampler = samplers.get(name);
    if (sampler?.kind !== 'category') throw new Error(name);
    for (const c of golden.scalar[name].cases) {
      const args = Object.values(c.args).map(
        (v): ArgValue => (Array.isArray(v) ? Float64Array.from(v as number[]) : Number(v)),
      );
      const probabilities = sampler.probabilities(args);
      c.x.forEach((x, i) => {
        expect(Math.abs(probabilities[x - 1] - Math.exp(toNumber(c.logDensity[i])))).toBeLessThan(1e-14);
      });
      const rng = createRandom(11);
      const draws = Float64Array.from({ length: size }, () => sampler.draw(args, rng));
      expect(chiSquaredTest(draws, 1, (k) => probabilities[k - 1])).toBeGreaterThan(level);
    }
  });
});
