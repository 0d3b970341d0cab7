/** The curvature of a log density at a point, by central differences of its gradient. */

import type { Cholesky } from './dense-linear-algebra.ts';
import type { Density, State } from './density.ts';

/** The negative Hessian, row by row; symmetric. NaN entries where the density fails near the point. */
export function negativeHessian(density: Density, state: State, position: Float64Array): Float64Array {
  const n = density.dimension;
  const hessian = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const h = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(position[j]));
    for (const sign of [1, -1]) {
      state.position.set(position);
      state.position[j] += sign * h;
      density.evaluate(state);
      for (let i = 0; i < n; i++) hessian[i * n + j] -= (sign * state.gradient[i]) / (2 * h);
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = 0.5 * (hessian[i * n + j] + hessian[j * n + i]);
      hessian[i * n + j] = mean;
      hessian[j * n + i] = mean;
    }
  }
  return hessian;
}

/** A conditional curvature below this share of the marginal one is rounding error of the differences. */
const LEAST_CURVATURE = 1e-8;

/** Whether some direction has no curvature; `root` is the Cholesky factor of the negative Hessian. */
export function isFlat(hessian: Float64Array, { n, factor }: Cholesky): boolean {
  for (let i = 0; i < n; i++) {
    if (factor[i * n + i] ** 2 < LEAST_CURVATURE * hessian[i * n + i]) return true;
  }
  return false;
}
