/** Compares models by predictive accuracy, from their pointwise elpd, as R's `loo_compare`. */
import { mathLibrary } from '../math/instance.ts';
import { mean, variance } from '../stats/moments.ts';
import { stackingWeights } from './stacking-weights.ts';

const { Phi } = mathLibrary();

export interface ComparedModel {
  /** Index in the models given. */
  readonly model: number;
  readonly elpd: number;
  readonly se: number;
  /** Its elpd minus that of the best: 0 for the best, else negative. */
  readonly elpdDiff: number;
  /** Standard error of the difference, from the pointwise differences. */
  readonly seDiff: number;
  /** Stacking weight. */
  readonly weight: number;
  /** Probability, by the normal approximation, that it predicts worse than the best; null for the best. */
  readonly pWorse: number | null;
}

/** Best first. @param pointwise of each model, over the same points in the same order. */
export function compareElpd(pointwise: readonly Float64Array[]): readonly ComparedModel[] {
  const weights = stackingWeights(pointwise);
  const sums = pointwise.map(sumOf);
  const order = [...sums.keys()].sort((a, b) => sums[b] - sums[a] || a - b);
  const best = pointwise[order[0]];
  return order.map((model, rank) => {
    const own = pointwise[model];
    const differences = own.map((value, i) => value - best[i]);
    const elpdDiff = sumOf(differences);
    const seDiff = rank === 0 ? 0 : errorOfSum(differences);
    return {
      model,
      elpd: sums[model],
      se: errorOfSum(own),
      elpdDiff,
      seDiff,
      weight: weights[model],
      pWorse: rank === 0 ? null : worse(elpdDiff, seDiff),
    };
  });
}

/** P(difference < 0); one half for equal predictions. */
function worse(difference: number, error: number): number {
  return error === 0 && difference === 0 ? 0.5 : Phi(-difference / error);
}

function sumOf(values: Float64Array): number {
  return mean(values) * values.length;
}

function errorOfSum(values: Float64Array): number {
  return Math.sqrt(values.length * variance(values));
}
