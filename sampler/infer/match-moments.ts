/**
 * The maps of draws by which their moments become those of the weighted draws: their means, also their marginal
 * variances, also their covariances (Paananen, Piironen, Bürkner and Vehtari 2021).
 */
import type { AffineMap } from './affine-map.ts';
import { cholesky } from './dense-linear-algebra.ts';
import { covarianceOf, meanOf } from './gaussian.ts';

export const matchedMoments = ['mean', 'variance', 'covariance'] as const;

export type MatchedMoments = (typeof matchedMoments)[number];

/** Null where the draws or the weights are too few for these moments. @param weights sum to 1 */
export function matchingMap(
  moments: MatchedMoments,
  positions: readonly Float64Array[],
  weights: Float64Array,
): AffineMap | null {
  const [{ length: n }] = positions;
  const from = meanOf(positions, n);
  const to = weightedMean(positions, weights, n);
  switch (moments) {
    case 'mean':
      return { matrix: { kind: 'diagonal', scales: new Float64Array(n).fill(1) }, from, to };
    case 'variance': {
      const scales = marginalScales(positions, weights, from, to);
      return scales.every((scale) => scale > 0 && scale < Number.POSITIVE_INFINITY)
        ? { matrix: { kind: 'diagonal', scales }, from, to }
        : null;
    }
    case 'covariance': {
      const own = cholesky(covarianceOf(positions, from), n);
      const weighted = cholesky(weightedCovariance(positions, weights, to), n);
      if (own === null || weighted === null) return null;
      return {
        matrix: { kind: 'lower', root: { n, factor: quotient(weighted.factor, own.factor, n) } },
        from,
        to,
      };
    }
  }
}

function weightedMean(positions: readonly Float64Array[], weights: Float64Array, n: number): Float64Array {
  const mean = new Float64Array(n);
  for (const [draw, x] of positions.entries()) for (let i = 0; i < n; i++) mean[i] += weights[draw] * x[i];
  return mean;
}

function marginalScales(
  positions: readonly Float64Array[],
  weights: Float64Array,
  from: Float64Array,
  to: Float64Array,
): Float64Array {
  const count = positions.length;
  return from.map((_, i) => {
    let [own, weighted] = [0, 0];
    for (const [draw, x] of positions.entries()) {
      own += (x[i] - from[i]) ** 2;
      weighted += weights[draw] * (x[i] - to[i]) ** 2;
    }
    // Both with the divisor of a sample.
    return Math.sqrt((weighted * count) / own);
  });
}

/** With the divisor 1 − Σ w², that of an unbiased estimate. */
function weightedCovariance(
  positions: readonly Float64Array[],
  weights: Float64Array,
  mean: Float64Array,
): Float64Array {
  const n = mean.length;
  const covariance = new Float64Array(n * n);
  const divisor = 1 - weights.reduce((sum, weight) => sum + weight * weight, 0);
  for (const [draw, x] of positions.entries()) {
    const share = weights[draw] / divisor;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) covariance[i * n + j] += share * (x[i] - mean[i]) * (x[j] - mean[j]);
  }
  return covariance;
}

/** A B⁻¹ of lower triangular matrices. */
function quotient(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j >= 0; j--) {
      let rest = a[i * n + j];
      for (let k = j + 1; k <= i; k++) rest -= out[i * n + k] * b[k * n + j];
      out[i * n + j] = rest / b[j * n + j];
    }
  }
  return out;
}
