/** Ridge and split-conformal intervals predict the rows of each fold from the others. */
import { conformalPredictions, type Prediction, ridgePredictions } from './held-out-predictions.ts';
import type { Regression } from './regression-of-model.ts';

/** Of the intervals: that of the summaries everywhere else. */
export const LEVEL = 0.94;

export interface SimpleMethods {
  readonly ridge: Float64Array;
  readonly penalties: readonly number[];
  readonly ridgeSeconds: number;
  readonly conformal: readonly Prediction[];
  readonly conformalSeconds: number;
  /** Rows behind the intervals of the fold that has fewest. */
  readonly calibrated: number;
}

export function simpleMethods(
  { rows, family }: Regression,
  foldOf: readonly number[],
  folds: number,
  seed: number,
  now: () => number,
): SimpleMethods {
  const ridge = new Float64Array(foldOf.length);
  const conformal: Prediction[] = [];
  const penalties: number[] = [];
  let [ridgeMs, conformalMs, calibrated] = [0, 0, Number.POSITIVE_INFINITY];
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (i: number) => foldOf[i] === fold;
    const begun = now();
    const own = ridgePredictions(rows, isHeldOut, family, seed);
    const between = now();
    const intervals = conformalPredictions(rows, isHeldOut, family, LEVEL, seed);
    ridgeMs += between - begun;
    conformalMs += now() - between;
    penalties.push(own.penalty);
    calibrated = Math.min(calibrated, intervals.calibrated);
    for (const [k, i] of rowsIn(foldOf, fold).entries()) {
      ridge[i] = own.means[k];
      conformal[i] = intervals.predictions[k];
    }
  }
  return {
    ridge,
    penalties,
    ridgeSeconds: ridgeMs / 1000,
    conformal,
    conformalSeconds: conformalMs / 1000,
    calibrated,
  };
}

export function rowsIn(foldOf: readonly number[], fold: number): readonly number[] {
  return foldOf.flatMap((own, i) => (own === fold ? [i] : []));
}
