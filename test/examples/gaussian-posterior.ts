/**
 * The posterior of a Gaussian regression with intercepts by group, computed numerically: given sigma_a and
 * sigma everything is Gaussian and is integrated in closed form (the group's intercepts are part of the
 * covariance, V = sigma² I + sigma_a² 1 1'), and the two scales are integrated on a grid.
 *
 *   y = X theta + a[group] + noise,  theta_k ~ Normal(0, s_k),  a_j ~ Normal(0, sigma_a),
 *   sigma_a ~ HalfNormal(1),  sigma ~ HalfNormal(1)
 */

export interface GaussianProblem {
  /** Rows of predictors, including the intercept's column of ones. */
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** Group of each row from 0; null for a regression without groups. */
  readonly group: readonly number[] | null;
  /** Prior sds of the coefficients. */
  readonly priorSd: readonly number[];
  /** The grids lie within these. */
  readonly sigma: readonly [number, number];
  readonly sigmaA: readonly [number, number];
}

export interface Moments {
  readonly mean: number;
  readonly sd: number;
}

export interface GaussianPosterior {
  readonly theta: readonly Moments[];
  readonly sigma: Moments;
  readonly sigmaA: Moments;
}

const POINTS = 300;

export function gaussianPosterior(problem: GaussianProblem): GaussianPosterior {
  const { X, priorSd } = problem;
  const p = priorSd.length;
  const groups = sums(problem);
  const points: { logWeight: number; mean: number[]; variance: number[]; s: number; sa: number }[] = [];
  const gridOf = ([lo, hi]: readonly [number, number], n: number) =>
    Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n);
  for (const s of gridOf(problem.sigma, POINTS)) {
    for (const sa of problem.group === null ? [0] : gridOf(problem.sigmaA, POINTS)) {
      const P = Array.from({ length: p }, (_, i) =>
        Array.from({ length: p }, (_, j) => (i === j ? priorSd[i] ** -2 : 0)),
      );
      const b = new Array<number>(p).fill(0);
      let quadratic = 0;
      let logDet = 0;
      for (const { n, xx, xy, yy, x, y } of groups) {
        // V^-1 = (I - c 1 1') / s²,  |V| = s^2n (1 + n sa²/s²)
        const c = sa ** 2 / (s ** 2 + n * sa ** 2);
        logDet += 2 * n * Math.log(s) + Math.log1p((n * sa ** 2) / s ** 2);
        quadratic += (yy - c * y * y) / s ** 2;
        for (let i = 0; i < p; i++) {
          b[i] += (xy[i] - c * x[i] * y) / s ** 2;
          for (let j = 0; j < p; j++) P[i][j] += (xx[i][j] - c * x[i] * x[j]) / s ** 2;
        }
      }
      const { inverse, logDeterminant } = invert(P);
      const mean = inverse.map((row) => row.reduce((sum, v, j) => sum + v * b[j], 0));
      const fit = mean.reduce((sum, m, i) => sum + m * b[i], 0);
      const logWeight = -0.5 * (logDet + quadratic - fit + logDeterminant) - 0.5 * s ** 2 - 0.5 * sa ** 2;
      points.push({ logWeight, mean, variance: inverse.map((row, i) => row[i]), s, sa });
    }
  }
  const top = points.reduce((most, { logWeight }) => Math.max(most, logWeight), Number.NEGATIVE_INFINITY);
  const weights = points.map(({ logWeight }) => Math.exp(logWeight - top));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const moments = (mean: (k: number) => number, variance: (k: number) => number): Moments => {
    const first = weights.reduce((sum, w, k) => sum + w * mean(k), 0) / total;
    const second = weights.reduce((sum, w, k) => sum + w * (variance(k) + (mean(k) - first) ** 2), 0) / total;
    return { mean: first, sd: Math.sqrt(second) };
  };
  return {
    theta: X[0].map((_, i) =>
      moments(
        (k) => points[k].mean[i],
        (k) => points[k].variance[i],
      ),
    ),
    sigma: moments(
      (k) => points[k].s,
      () => 0,
    ),
    sigmaA: moments(
      (k) => points[k].sa,
      () => 0,
    ),
  };
}

/** Sums of each group, the sufficient statistics of the likelihood. */
function sums({ X, y, group, priorSd }: GaussianProblem) {
  const p = priorSd.length;
  const count = group === null ? 1 : Math.max(...group) + 1;
  const groups = Array.from({ length: count }, () => ({
    n: 0,
    y: 0,
    yy: 0,
    x: new Array<number>(p).fill(0),
    xy: new Array<number>(p).fill(0),
    xx: Array.from({ length: p }, () => new Array<number>(p).fill(0)),
  }));
  for (const [row, x] of X.entries()) {
    const g = groups[group === null ? 0 : group[row]];
    g.n += 1;
    g.y += y[row];
    g.yy += y[row] ** 2;
    for (let i = 0; i < p; i++) {
      g.x[i] += x[i];
      g.xy[i] += x[i] * y[row];
      for (let j = 0; j < p; j++) g.xx[i][j] += x[i] * x[j];
    }
  }
  return groups;
}

/** Gauss–Jordan without pivoting: enough for a small positive-definite matrix. */
function invert(matrix: readonly (readonly number[])[]) {
  const n = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logDeterminant = 0;
  for (let k = 0; k < n; k++) {
    const pivot = work[k][k];
    logDeterminant += Math.log(pivot);
    work[k] = work[k].map((v) => v / pivot);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = work[i][k];
      work[i] = work[i].map((v, j) => v - factor * work[k][j]);
    }
  }
  return { inverse: work.map((row) => row.slice(n)), logDeterminant };
}
