/** Predictions of held-out rows by each method. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import type { Rng } from '../../distributions/distribution-sampler.ts';
import { createRandom } from '../../random.ts';
import { mean } from '../../stats/moments.ts';
import { quantileOfSorted } from '../../stats/quantile.ts';
import { assignFolds } from '../leave-one-out/k-fold.ts';
import { pointDraws } from '../leave-one-out/log-likelihood.ts';
import type { Point } from '../leave-one-out/points.ts';
import type { Refit } from '../leave-one-out/refit.ts';
import { mapAllDraws } from '../posterior-model.ts';
import { choosePenalty, selectRows } from './choose-penalty.ts';
import type { Family } from './families.ts';
import { fitPenalised, predictMeans, type RegressionRows } from './penalised-regression.ts';
import { conformalBound, conformalInterval, conformalScore } from './split-conformal.ts';

export interface Prediction {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean and the equal-tailed interval of the model's predictive distribution. @returns a message where there is none */
export function bayesPredictions(
  forward: ForwardModel,
  points: readonly Point[],
  { draws }: Refit,
  level: number,
  rng: Rng,
): readonly Prediction[] | string {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped.diagnostics[0].message;
  const found: Prediction[] = [];
  for (const { point, means, replicated } of pointDraws(forward, points, draws, mapped.map, rng)) {
    if (replicated === null) return `${point.name} cannot be drawn`;
    const sorted = replicated.slice().sort();
    const tail = (1 - level) / 2;
    found.push({
      mean: mean(means ?? replicated),
      low: quantileOfSorted(sorted, tail),
      high: quantileOfSorted(sorted, 1 - tail),
    });
  }
  return found;
}

/** Folds of the cross-validation that chooses a penalty. */
const INNER_FOLDS = 5;

interface RidgePredictions {
  readonly penalty: number;
  readonly means: Float64Array;
}

/** By a penalised regression on the rows that are not held out, its penalty chosen among them alone. */
export function ridgePredictions(
  rows: RegressionRows,
  isHeldOut: (row: number) => boolean,
  family: Family,
  seed: number,
): RidgePredictions {
  const train = selectRows(rows, (i) => !isHeldOut(i));
  const test = selectRows(rows, isHeldOut);
  const { fit, penalty } = tuned(train, family, seed);
  return { penalty, means: expected(predictMeans(fit, test, family), test.trials) };
}

/** A regression on one half of the rows that are not held out; its residuals in the other half make the intervals. */
export function conformalPredictions(
  rows: RegressionRows,
  isHeldOut: (row: number) => boolean,
  family: Family,
  level: number,
  seed: number,
): { readonly predictions: readonly Prediction[]; readonly calibrated: number } {
  const known = selectRows(rows, (i) => !isHeldOut(i));
  const test = selectRows(rows, isHeldOut);
  const half = assignFolds(known.outcome.length, 2, createRandom(seed, 1));
  const { fit } = tuned(
    selectRows(known, (i) => half[i] === 0),
    family,
    seed,
  );
  const calibration = selectRows(known, (i) => half[i] === 1);
  const fitted = predictMeans(fit, calibration, family);
  const scores = calibration.outcome.map((y, i) =>
    conformalScore(y, fitted[i], calibration.trials[i], family),
  );
  const bound = conformalBound(scores, level);
  const means = predictMeans(fit, test, family);
  const predictions = Array.from(means, (own, i) => {
    const [low, high] = conformalInterval(own, test.trials[i], bound, family);
    return { mean: test.trials[i] * own, low, high };
  });
  return { predictions, calibrated: scores.length };
}

function tuned(rows: RegressionRows, family: Family, seed: number) {
  const n = rows.outcome.length;
  const foldOf = assignFolds(n, Math.min(INNER_FOLDS, n), createRandom(seed));
  const { penalty } = choosePenalty(rows, family, foldOf);
  return { penalty, fit: fitPenalised(rows, family, penalty) };
}

function expected(means: Float64Array, trials: Float64Array): Float64Array {
  return means.map((mean, i) => trials[i] * mean);
}
