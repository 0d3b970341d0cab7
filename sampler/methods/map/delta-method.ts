/** Standard deviations of quantities from the curvature at a mode, by the delta method. */
import { type Cholesky, dot, solveLower } from '../../infer/dense-linear-algebra.ts';

/**
 * The sd of each quantity: the root of g' H⁻¹ g, with g its gradient by the unconstrained parameters (central
 * differences) and H the negative Hessian at the mode, of which `curvature` is the Cholesky factor.
 */
export function deltaMethod(
  mode: Float64Array,
  curvature: Cholesky,
  quantities: number,
  constrain: (position: Float64Array, out: Float64Array) => void,
): Float64Array {
  const n = mode.length;
  const gradients = Array.from({ length: quantities }, () => new Float64Array(n));
  const point = mode.slice();
  const above = new Float64Array(quantities);
  const below = new Float64Array(quantities);
  for (let i = 0; i < n; i++) {
    const h = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(mode[i]));
    point[i] = mode[i] + h;
    constrain(point, above);
    point[i] = mode[i] - h;
    constrain(point, below);
    point[i] = mode[i];
    for (let k = 0; k < quantities; k++) gradients[k][i] = (above[k] - below[k]) / (2 * h);
  }
  return Float64Array.from(gradients, (gradient) => {
    // H = L L', so g' H⁻¹ g is the square of L⁻¹ g.
    solveLower(curvature, gradient);
    return Math.sqrt(dot(gradient, gradient));
  });
}
