/** Label quantities: the frequency of each label by element, since means of their positions are meaningless. */
import { labelRowName } from '../model/quantity-labels.ts';
import type { QuantityRow } from '../report/predictive-summary.ts';

export interface LabelShares {
  /** Counts the last draw. */
  add(): void;
  /** One row for each element and label: `P(seen[1] = bear)`. */
  rows(): readonly QuantityRow[];
}

export function createLabelShares(
  elements: readonly string[],
  labels: readonly string[],
  /** The last draw, element by element. */
  values: () => ArrayLike<number>,
): LabelShares {
  const counts = elements.map(() => new Float64Array(labels.length));
  return {
    add() {
      const last = values();
      for (const [i, count] of counts.entries()) {
        const place = last[i] - 1;
        if (place in count) count[place]++;
      }
    },
    rows: () =>
      elements.flatMap((element, i) => {
        // Draws that failed do not count.
        const total = counts[i].reduce((a, b) => a + b, 0);
        return labels.map((label, k) => probabilityRow(element, label, counts[i][k] / total));
      }),
  };
}

function probabilityRow(element: string, label: string, mean: number): QuantityRow {
  const none = Number.NaN;
  return {
    name: labelRowName(element, label),
    element,
    label,
    mean,
    sd: none,
    q3: none,
    q50: none,
    q97: none,
  };
}
