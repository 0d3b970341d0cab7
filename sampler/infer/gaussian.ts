/** Multivariate normals to draw from, given by a triangular root. */
import type { Random } from '../random.ts';
import type { Sampleable } from './approximation.ts';
import {
  type Cholesky,
  dot,
  logDeterminant,
  multiplyLower,
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
