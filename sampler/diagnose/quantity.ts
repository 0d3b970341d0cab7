/** One quantity's draws with values derived once for several diagnostics. */

import { gather, sortedOrder } from '../stats/argsort.ts';
import { medianOfSorted } from '../stats/quantile.ts';
import { type ScoreTable, scoreTable } from '../stats/ranks.ts';
import { type Kind, kindOf, splitChains } from './chains.ts';

export interface Quantity {
  /** Chain by chain. */
  readonly values: Float64Array;
  readonly chains: number;
  readonly kind: Kind;
  /** Ascending; empty where a draw is not finite. */
  readonly sorted: Float64Array;
  /** The half chains (`splitChains`) and their ranking. */
  readonly split: Float64Array;
  readonly splitChains: number;
  readonly splitOrder: Uint32Array;
  readonly scores: ScoreTable;
}

/** `scores` can be shared by quantities with the same number of draws; else it is computed. */
export function prepare(values: Float64Array, chains: number, scores?: ScoreTable): Quantity {
  const kind = kindOf(values);
  const split = splitChains(values, chains);
  const none = new Uint32Array(0);
  const splitOrder = kind === 'not-finite' ? none : sortedOrder(split.values);
  const sorted =
    kind === 'not-finite'
      ? new Float64Array(0)
      : split.values === values
        ? gather(values, splitOrder)
        : values.slice().sort();
  const fits = scores !== undefined && scores.length === 2 * split.values.length + 1;
  return {
    values,
    chains,
    kind,
    sorted,
    split: split.values,
    splitChains: split.chains,
    splitOrder,
    scores: fits ? scores : scoreTable(split.values.length),
  };
}

/** Distances of the half chains' draws from the median of all draws, and their ranking. */
interface Folded {
  readonly values: Float64Array;
  readonly order: Uint32Array;
}

export function fold(quantity: Quantity): Folded {
  const { split, splitOrder } = quantity;
  const median = medianOfSorted(quantity.sorted);
  const n = split.length;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = Math.abs(split[i] - median);
  // Both sides of the median are sorted already, so their distances are merged.
  let above = 0;
  while (above < n && split[splitOrder[above]] < median) above++;
  let below = above - 1;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const takeBelow = above >= n || (below >= 0 && values[splitOrder[below]] <= values[splitOrder[above]]);
    order[i] = splitOrder[takeBelow ? below-- : above++];
  }
  return { values, order };
}
