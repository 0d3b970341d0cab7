/** Draws of many quantities, collected column by column, and their summary. */

import { kindOf } from '../diagnose/chains.ts';
import type { QuantityRow } from '../report/predictive-summary.ts';
import { mean, variance } from '../stats/moments.ts';
import { quantileOfSorted } from '../stats/quantile.ts';

/** Limit of numbers in memory over all columns, beyond which draws are thinned. */
const MOST_NUMBERS = 30_000_000;

interface Columns {
  /** Adds the next draw's values, from column `first` on. */
  set(first: number, values: ArrayLike<number>): void;
  /** Ends a draw. */
  next(): void;
  rows(): QuantityRow[];
}

/** @param draws expected number of draws. */
export function createColumns(names: readonly string[], draws: number): Columns {
  const width = Math.max(1, names.length);
  const kept = Math.max(1, Math.min(draws, Math.floor(MOST_NUMBERS / width)));
  const columns = names.map(() => new Float64Array(kept));
  let draw = 0;
  let row = 0;
  // Evenly spaced where not every draw has room.
  const isKept = () => Math.floor(((draw + 1) * kept) / draws) > Math.floor((draw * kept) / draws);
  return {
    set(first, values) {
      if (row >= kept || !isKept()) return;
      for (let i = 0; i < values.length; i++) columns[first + i][row] = values[i];
    },
    next() {
      if (row < kept && isKept()) row++;
      draw++;
    },
    rows: () => names.map((name, k) => quantityRow(name, columns[k].subarray(0, row))),
  };
}

/** Draws that failed are NaN and do not count. */
export function quantityRow(name: string, draws: Float64Array): QuantityRow {
  const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) {
    return { name, mean: Number.NaN, sd: Number.NaN, q3: Number.NaN, q50: Number.NaN, q97: Number.NaN };
  }
  return {
    name,
    mean: mean(sorted),
    sd: spreadOf(sorted),
    q3: quantileOfSorted(sorted, 0.03),
    q50: quantileOfSorted(sorted, 0.5),
    q97: quantileOfSorted(sorted, 0.97),
  };
}

/** Nothing where draws differ by rounding alone, as those of a correlation of something with itself. */
function spreadOf(sorted: Float64Array): number {
  if (sorted.length < 2) return Number.NaN;
  return kindOf(sorted) === 'constant' ? 0 : Math.sqrt(variance(sorted));
}
