/** Transforms by the names that a `param` statement uses. */
import { choleskyCorr, corr } from './correlation.ts';
import { covariance } from './covariance.ts';
import { ordered, positiveOrdered } from './ordered.ts';
import { simplex } from './simplex.ts';
import { sumToZero } from './sum-to-zero.ts';
import type { Transform } from './transform.ts';
import { unitVector } from './unit-vector.ts';

export { interval } from './interval.ts';
export { lower, upper } from './one-sided-bound.ts';
export { positiveOrdered } from './ordered.ts';
export { orderedWithin } from './ordered-within.ts';
export { real } from './real.ts';
export { sumToZeroOver } from './sum-to-zero.ts';
export type { Transform } from './transform.ts';

/** `param x: ordered ~ …` and the others. */
export const statedTransforms: ReadonlyMap<string, Transform> = new Map([
  ['ordered', ordered],
  ['positive_ordered', positiveOrdered],
  ['simplex', simplex],
  ['unit_vector', unitVector],
  ['sum_to_zero', sumToZero],
  ['cholesky_corr', choleskyCorr],
  ['corr', corr],
  ['cov', covariance],
]);
