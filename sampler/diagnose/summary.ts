import type { Draws } from '../draws/draws.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { columnsDescriber } from './describe-columns.ts';
import { summaryModule } from './describe-quantity.ts';
import { labelCounts, rowsOfRecords } from './summary-rows.ts';

/**
 * One row per quantity in the order of `draws.names`, or one per label for a label quantity. A quantity with a draw
 * that is not finite has NaN.
 */
export function summary(draws: Draws, labels: QuantityLabels): SummaryRow[] {
  const { names, chains, drawsPerChain } = draws;
  const columns = { ...draws, width: names.length };
  const describe = columnsDescriber(columns, labelCounts(names, labels), summaryModule());
  return rowsOfRecords(names, labels, describe(0, names.length), chains * drawsPerChain);
}

/** Draws of quantity `k`, chain by chain. */
export function quantityDraws(draws: Draws, k: number): Float64Array {
  const width = draws.names.length;
  const values = new Float64Array(draws.chains * draws.drawsPerChain);
  for (let i = 0, at = k; i < values.length; i++, at += width) values[i] = draws.values[at];
  return values;
}
