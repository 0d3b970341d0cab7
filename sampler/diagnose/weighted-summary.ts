/** Summary of a mixture of sets of draws; the draws of a set share its weight. */
import type { Draws } from '../draws/draws.ts';
import { labelRowName, labelsOfElement, type QuantityLabels } from '../model/quantity-labels.ts';
import type { WeightedRow } from '../report/mode-weights.ts';
import { sortedOrder } from '../stats/argsort.ts';
import { labelIndicator } from '../stats/label-indicator.ts';
import { mean } from '../stats/moments.ts';
import { quantityDraws } from './summary.ts';

/** @param parts draws of the same quantities. @param weights one per part, with sum one. */
export function weightedSummary(
  parts: readonly Draws[],
  weights: ArrayLike<number>,
  labels: QuantityLabels,
): readonly WeightedRow[] {
  return parts[0].names.flatMap((name, k): readonly WeightedRow[] => {
    const values = parts.map((draws) => quantityDraws(draws, k));
    const own = labelsOfElement(labels, name);
    if (own === undefined) return [{ name, ...momentsAndQuantiles(values, weights) }];
    return own.map((label, i) => {
      const shares = values.map((part) => mean(labelIndicator(part, i + 1)));
      const none = Number.NaN;
      const share = weightedSum(shares, weights);
      return { name: labelRowName(name, label), mean: share, sd: none, q3: none, q50: none, q97: none };
    });
  });
}

function momentsAndQuantiles(
  parts: readonly Float64Array[],
  weights: ArrayLike<number>,
): Omit<WeightedRow, 'name'> {
  const centre = weightedSum(
    parts.map((part) => mean(part)),
    weights,
  );
  const squares = parts.map((part) => mean(part.map((value) => (value - centre) ** 2)));
  const [q3, q50, q97] = quantiles(parts, weights, [0.03, 0.5, 0.97]);
  return { mean: centre, sd: Math.sqrt(weightedSum(squares, weights)), q3, q50, q97 };
}

function weightedSum(values: readonly number[], weights: ArrayLike<number>): number {
  return values.reduce((sum, value, k) => sum + weights[k] * value, 0);
}

/** The first draw at which the cumulative weight reaches the probability; not interpolated, since modes may be apart. */
function quantiles(
  parts: readonly Float64Array[],
  weights: ArrayLike<number>,
  probabilities: readonly number[],
): readonly number[] {
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  const each = new Float64Array(values.length);
  let first = 0;
  for (const [k, part] of parts.entries()) {
    values.set(part, first);
    each.fill(weights[k] / part.length, first, first + part.length);
    first += part.length;
  }
  if (!values.every(Number.isFinite)) return probabilities.map(() => Number.NaN);
  const found: number[] = [];
  let reached = 0;
  for (const i of sortedOrder(values)) {
    reached += each[i];
    while (found.length < probabilities.length && reached >= probabilities[found.length])
      found.push(values[i]);
  }
  return found;
}
