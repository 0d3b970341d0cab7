/**
 * The geometric mean of a matrix and the inverse of another: the Σ with Σ G Σ = D. For the covariance D of
 * draws and G of gradients it is the inverse metric of least Fisher divergence to a standard normal,
 * tr(Σ G) + tr(Σ⁻¹ D).
 */
import { cholesky } from './dense-linear-algebra.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Of symmetric positive definite n × n matrices, row-major; null where one is not (or not finite). */
export function geometricMean(d: Float64Array, g: Float64Array, n: number): Float64Array | null {
  // With G = C C': (C' Σ C)² = C' D C.
  const root = cholesky(g, n);
  if (root === null) return null;
  const c = root.factor;
  const dc = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const share = d[i * n + k];
      for (let j = 0; j <= k; j++) dc[i * n + j] += share * c[k * n + j];
    }
  }
  const inner = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const share = c[k * n + i];
      for (let j = 0; j < n; j++) inner[i * n + j] += share * dc[k * n + j];
    }
  }
  const eigen = symmetricEigen(inner, n);
  if (eigen === null || !(eigen.values[0] > 0)) return null;
  // Σ = Σₖ √tₖ vₖ vₖ' with vₖ = C'⁻¹ uₖ.
  const mean = new Float64Array(n * n);
  const v = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    v.set(eigen.vectors.subarray(k * n, (k + 1) * n));
    for (let i = n - 1; i >= 0; i--) {
      v[i] /= c[i * n + i];
      for (let j = 0; j < i; j++) v[j] -= c[i * n + j] * v[i];
    }
    const weight = Math.sqrt(eigen.values[k]);
    for (let i = 0; i < n; i++) {
      const share = weight * v[i];
      for (let j = 0; j <= i; j++) mean[i * n + j] += share * v[j];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) mean[j * n + i] = mean[i * n + j];
  }
  return mean;
}
