/** Means of scores over the points. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import type { ExplainedVariance } from './explained-variance.ts';
import type { Point } from './points.ts';

/** Of yes/no outcomes: the squared error of the probability. */
export function brierOf(
  forward: ForwardModel,
  points: readonly Point[],
  { rmse }: ExplainedVariance,
): number | null {
  return isYesNo(forward, points) && rmse !== null ? rmse ** 2 : null;
}

function isYesNo({ observations }: ForwardModel, points: readonly Point[]): boolean {
  return points.every(({ observation }) => {
    const { distribution } = observations[observation];
    return distribution.kind === 'plain' && distribution.name === 'Bernoulli';
  });
}

/** Null where a value is unknown. */
export function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}
