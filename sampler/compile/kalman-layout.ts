/**
 * The kernel `kalman`: inputs are the system's matrices `A[·,n,n]`, `Q[·,n,n]`, `Z[·,k,n]` and `H[·,k,k]`, each one or
 * one for each time, the first state's mean `m0[n]` and covariance `P0[n,n]`, the observations `y[T,k]`, and 1 where
 * they are known, `mask[T,k]`.
 */

/** Axes of the inputs, in order. */
export const KALMAN_RANKS: readonly number[] = [3, 3, 3, 3, 1, 2, 2, 2];

/** Places in the numbers that the output has of a time. */
interface KalmanPlaces {
  /** The log density of what is observed given what was observed before. */
  readonly term: number;
  /** Mean and covariance of the observations given the same. */
  readonly mean: number;
  readonly cov: number;
  /** Numbers up to here alone are read; the others are the filter's own, for its adjoint. */
  readonly read: number;
  readonly width: number;
}

/** As `sampler/math/assembly/kalman.ts` lays them out. */
export function kalmanPlaces(n: number, k: number): KalmanPlaces {
  const read = 1 + k + k * k;
  return { term: 0, mean: 1, cov: 1 + k, read, width: read + 2 * n + 2 * n * n + n * k + k + k * k };
}
