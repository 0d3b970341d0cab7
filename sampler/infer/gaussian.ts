/** Multivariate normals, given by a triangular root: to draw from, their density, and the one that draws have. */
import type { Random } from '../random.ts';
import type { Sampleable } from './approximation.ts';
import {
  type Cholesky,
  dot,
  logDeterminant,
  multiplyLower,
  solveLower,
  solveLowerTransposed,
} from './dense-linear-algebra.ts';

export const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Draws mean + L u: L L' is the covariance. */
export function choleskySampler(mean: Float64Array, root: Cholesky, random: Random): Sampleable {
  const u = new Float64Array(mean.length);
  const constant = -HALF_LOG_TWO_PI * mean.length - logDeterminant(root);
  return {
    draw(out) {
      for (let i = 0; i < u.length; i++) u[i] = random.normal();
      multiplyLower(root, u, out);
      for (let i = 0; i < u.length; i++) out[i] += mean[i];
      return constant - 0.5 * dot(u, u);
    },
  };
}

/** Draws mean + L'⁻¹ u: L L' is the precision. */
export function precisionSampler(mean: Float64Array, root: Cholesky, random: Random): Sampleable {
  const u = new Float64Array(mean.length);
  const constant = -HALF_LOG_TWO_PI * mean.length + logDeterminant(root);
  return {
    draw(out) {
      for (let i = 0; i < u.length; i++) u[i] = random.normal();
      const squares = dot(u, u);
      solveLowerTransposed(root, u);
      for (let i = 0; i < u.length; i++) out[i] = mean[i] + u[i];
      return constant - 0.5 * squares;
    },
  };
}

/** Log density of the normal with covariance L L'. */
export function logNormalDensity(mean: Float64Array, root: Cholesky): (x: Float64Array) => number {
  const constant = -HALF_LOG_TWO_PI * mean.length - logDeterminant(root);
  return (x) => {
    const residual = x.map((value, i) => value - mean[i]);
    solveLower(root, residual);
    return constant - 0.5 * dot(residual, residual);
  };
}

export function meanOf(points: readonly Float64Array[], n: number): Float64Array {
  const mean = new Float64Array(n);
  for (const point of points) for (let i = 0; i < n; i++) mean[i] += point[i] / points.length;
  return mean;
}

/** n × n, with divisor one less than the number of draws. */
export function covarianceOf(draws: readonly Float64Array[], mean: Float64Array): Float64Array {
  const n = mean.length;
  const covariance = new Float64Array(n * n);
  for (const draw of draws)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        covariance[i * n + j] += ((draw[i] - mean[i]) * (draw[j] - mean[j])) / (draws.length - 1);
  return covariance;
}
