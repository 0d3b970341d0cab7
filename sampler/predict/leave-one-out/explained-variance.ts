/** LOO-R², RMSE and MAE: leave-one-out predictive means compared with the observed values. */
import type { LoadedData } from '../../../grammar/data.ts';
import { variance } from '../../stats/moments.ts';
import type { Point } from './points.ts';

export interface ExplainedVariance {
  /** 1 − var(error) / var(y); below 0 where the mean of y predicts better. */
  readonly r2: number | null;
  readonly rmse: number | null;
  readonly mae: number | null;
}

const NONE: ExplainedVariance = { r2: null, rmse: null, mae: null };

/**
 * Null where the outcome is not one numeric datum, or a mean is unknown.
 * @param means without the point itself; null where there is no closed form.
 */
export function explainedVariance(
  points: readonly Point[],
  means: readonly (number | null)[],
  data: LoadedData,
): ExplainedVariance {
  const names = new Set(points.map(({ datum }) => datum));
  const [name] = names;
  if (names.size !== 1 || (data.arrays.get(name)?.labelsOf ?? null) !== null) return NONE;
  const observed = new Float64Array(points.length);
  const errors = new Float64Array(points.length);
  for (const [i, point] of points.entries()) {
    const predicted = means[i];
    if (point.observed?.length !== 1 || predicted === null || !Number.isFinite(predicted)) return NONE;
    observed[i] = point.observed[0];
    errors[i] = observed[i] - predicted;
  }
  const spread = variance(observed);
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  return {
    r2: spread > 0 ? 1 - variance(errors) / spread : null,
    rmse: Math.sqrt(squares / errors.length),
    mae: errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length,
  };
}
