/**
 * The Gaussian at one point of an L-BFGS path: mean x + H ∇, covariance H, the inverse-Hessian estimate
 * of the last few steps, in the factored form of Byrd, Nocedal and Schnabel (1994), from which Pathfinder draws
 * without forming the matrix (Zhang, Carpenter, Gelman and Vehtari 2022, algorithms 2 to 4).
 */

import type { Sampleable } from '../../infer/approximation.ts';
import { cholesky, dot, logDeterminant, multiplyLower, thinQr } from '../../infer/dense-linear-algebra.ts';
import { choleskySampler, HALF_LOG_TWO_PI } from '../../infer/gaussian.ts';
import type { Iterate, Pair } from '../../infer/optimise/lbfgs.ts';
import { log } from '../../math/elementary.ts';
import type { Random } from '../../random.ts';

/**
 * The diagonal of the inverse Hessian after one more pair (algorithm 3; Gilbert and Lemaréchal 1989,
 * equation 4.9).
 */
export function updateDiagonal(alpha: Float64Array, { s, y }: Pair): Float64Array {
  let yAlphaY = 0;
  let sOverAlphaS = 0;
  for (let i = 0; i < alpha.length; i++) {
    yAlphaY += y[i] * alpha[i] * y[i];
    sOverAlphaS += (s[i] * s[i]) / alpha[i];
  }
  const ys = dot(y, s);
  return alpha.map((a, i) => {
    const inverse =
      yAlphaY / (ys * a) + (y[i] * y[i]) / ys - (yAlphaY * s[i] * s[i]) / (ys * sOverAlphaS * a * a);
    return 1 / inverse;
  });
}

/** A Gaussian to draw from, with its diagonal and covariance for methods that start from it. */
export interface PathGaussian {
  readonly mean: Float64Array;
  /** Diagonal of the covariance. */
  readonly variances: Float64Array;
  sampler(random: Random): Sampleable;
}

/** Null where the estimate is not positive definite because of rounding. */
export function gaussianAt(
  iterate: Iterate,
  alpha: Float64Array,
  pairs: readonly Pair[],
): PathGaussian | null {
  if (!alpha.every((a) => a > 0 && a < Number.POSITIVE_INFINITY)) return null;
  const factors = compactFactors(alpha, pairs);
  return 2 * pairs.length >= alpha.length
    ? denseGaussian(iterate, alpha, factors)
    : sparseGaussian(iterate, alpha, factors);
}

/** H = diag(α) + B Γ B', B with the columns αY then S. */
interface CompactFactors {
  readonly columns: readonly Float64Array[];
  /** 2J × 2J, row by row. */
  readonly gamma: Float64Array;
}

function compactFactors(alpha: Float64Array, pairs: readonly Pair[]): CompactFactors {
  const J = pairs.length;
  const scaledY = pairs.map(({ y }) => y.map((value, i) => alpha[i] * value));
  const columns = [...scaledY, ...pairs.map(({ s }) => s)];
  // R is the upper triangle of S'Y; E its inverse.
  const inverse = new Float64Array(J * J);
  for (let column = 0; column < J; column++) {
    for (let i = column; i >= 0; i--) {
      let sum = i === column ? 1 : 0;
      for (let k = i + 1; k <= column; k++) sum -= dot(pairs[i].s, pairs[k].y) * inverse[k * J + column];
      inverse[i * J + column] = sum / dot(pairs[i].s, pairs[i].y);
    }
  }
  // Lower right block: E' (D + Y' diag(α) Y) E.
  const middle = new Float64Array(J * J);
  for (let i = 0; i < J; i++) {
    for (let j = 0; j < J; j++) {
      middle[i * J + j] = dot(pairs[i].y, scaledY[j]) + (i === j ? dot(pairs[i].s, pairs[i].y) : 0);
    }
  }
  const size = 2 * J;
  const gamma = new Float64Array(size * size);
  for (let i = 0; i < J; i++) {
    for (let j = 0; j < J; j++) {
      gamma[i * size + J + j] = -inverse[i * J + j];
      gamma[(J + j) * size + i] = -inverse[i * J + j];
      let sum = 0;
      for (let k = 0; k <= i; k++) {
        for (let l = 0; l <= j; l++) sum += inverse[k * J + i] * middle[k * J + l] * inverse[l * J + j];
      }
      gamma[(J + i) * size + J + j] = sum;
    }
  }
  return { columns, gamma };
}

/** Γ B' v. */
function gammaTimes({ columns, gamma }: CompactFactors, v: Float64Array): Float64Array {
  const size = columns.length;
  const projected = columns.map((column) => dot(column, v));
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += gamma[i * size + j] * projected[j];
    return sum;
  });
}

function meanAndVariances(iterate: Iterate, alpha: Float64Array, factors: CompactFactors) {
  const { columns, gamma } = factors;
  const size = columns.length;
  const weights = gammaTimes(factors, iterate.gradient);
  const mean = iterate.position.map((x, i) => {
    let step = alpha[i] * iterate.gradient[i];
    for (let k = 0; k < size; k++) step += columns[k][i] * weights[k];
    return x + step;
  });
  const variances = alpha.map((a, i) => {
    let sum = a;
    for (let k = 0; k < size; k++) {
      for (let l = 0; l < size; l++) sum += columns[k][i] * gamma[k * size + l] * columns[l][i];
    }
    return sum;
  });
  return { mean, variances };
}

/** For fewer dimensions than factors: the covariance is formed. */
function denseGaussian(iterate: Iterate, alpha: Float64Array, factors: CompactFactors): PathGaussian | null {
  const n = alpha.length;
  const { columns, gamma } = factors;
  const size = columns.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? alpha[i] : 0;
      for (let k = 0; k < size; k++) {
        for (let l = 0; l < size; l++) sum += columns[k][i] * gamma[k * size + l] * columns[l][j];
      }
      covariance[i * n + j] = sum;
    }
  }
  const root = cholesky(covariance, n);
  if (root === null) return null;
  const { mean, variances } = meanAndVariances(iterate, alpha, factors);
  return { mean, variances, sampler: (random) => choleskySampler(mean, root, random) };
}

/**
 * With Q R the thin QR of diag(α)^(−1/2) B and L L' = I + R Γ R', the covariance's root is
 * diag(α)^(1/2) (Q L Q' + I − Q Q').
 */
function sparseGaussian(iterate: Iterate, alpha: Float64Array, factors: CompactFactors): PathGaussian | null {
  const n = alpha.length;
  const size = factors.columns.length;
  const roots = alpha.map(Math.sqrt);
  const { q, r } = thinQr(factors.columns.map((column) => column.map((value, i) => value / roots[i])));
  const inner = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = i; k < size; k++) {
        for (let l = j; l < size; l++) sum += r[i * size + k] * factors.gamma[k * size + l] * r[j * size + l];
      }
      inner[i * size + j] = sum;
    }
  }
  const root = cholesky(inner, size);
  if (root === null) return null;
  const { mean, variances } = meanAndVariances(iterate, alpha, factors);
  const constant =
    -HALF_LOG_TWO_PI * n - logDeterminant(root) - roots.reduce((sum, value) => sum + log(value), 0);
  return {
    mean,
    variances,
    sampler(random) {
      const u = new Float64Array(n);
      const along = new Float64Array(size);
      const turned = new Float64Array(size);
      return {
        draw(out) {
          for (let i = 0; i < n; i++) u[i] = random.normal();
          for (let k = 0; k < size; k++) along[k] = dot(q[k], u);
          multiplyLower(root, along, turned);
          for (let i = 0; i < n; i++) {
            let value = u[i];
            for (let k = 0; k < size; k++) value += q[k][i] * (turned[k] - along[k]);
            out[i] = mean[i] + roots[i] * value;
          }
          return constant - 0.5 * dot(u, u);
        },
      };
    },
  };
}
