/**
 * The numbers of the rows of consecutive quantities, as records of plain numbers: what a worker computes of shared
 * draws. Those of a quantity depend on its draws alone, so any division among workers gives the same.
 */
import type { Draws } from '../draws/draws.ts';
import { labelIndicator } from '../stats/label-indicator.ts';
import { type ScoreTable, scoreTable } from '../stats/ranks.ts';
import { describeByReference } from './describe-by-reference.ts';
import { type Describe, describer } from './describe-quantity.ts';
import { HDI_MASS, putDescription } from './description.ts';
import { NUMBERS } from './row-record.ts';

/** Draws without names; `values[draw * width + k]`, chain by chain. */
export interface Columns extends Omit<Draws, 'names'> {
  readonly width: number;
}

/** Records of quantities `from` to `to` (exclusive): one for each, or one for each label. */
type DescribeColumns = (from: number, to: number) => Float64Array;

/**
 * @param labels the number of labels of each quantity, 0 for a number; null where none has labels.
 * @param module `summaryModule()`, which threads share.
 */
export function columnsDescriber(
  columns: Columns,
  labels: Uint32Array | null,
  module: WebAssembly.Module,
): DescribeColumns {
  const { chains, drawsPerChain } = columns;
  const scores = scoreTable(2 * Math.floor(drawsPerChain / 2) * chains);
  const describe = describer(chains, drawsPerChain, scores, HDI_MASS, module);
  /** Filled again and again. */
  const room = Array.from({ length: BLOCK }, () => new Float64Array(chains * drawsPerChain));
  return (from, to) => {
    let rows = 0;
    for (let k = from; k < to; k++) rows += rowsOfColumn(labels, k);
    const records = new Float64Array(rows * NUMBERS);
    let row = 0;
    for (let first = from; first < to; first += BLOCK) {
      const block = room.slice(0, Math.min(first + BLOCK, to) - first);
      copyQuantities(columns, first, block);
      for (const [j, values] of block.entries()) {
        const own = labels?.[first + j] ?? 0;
        if (own === 0) describeInto(records, row++, values, chains, scores, describe);
        else
          for (let label = 1; label <= own; label++)
            describeInto(records, row++, labelIndicator(values, label), chains, scores, null);
      }
    }
    return records;
  };
}

/** Rows of quantity `k` in a summary. */
function rowsOfColumn(labels: Uint32Array | null, k: number): number {
  return Math.max(1, labels?.[k] ?? 0);
}

function describeInto(
  records: Float64Array,
  row: number,
  values: Float64Array,
  chains: number,
  scores: ScoreTable,
  describe: Describe | null,
): void {
  putDescription(records, row, describe?.(values) ?? describeByReference(values, chains, scores));
}

/** Quantities copied from the draws at once: as many as fit in a cache line. */
const BLOCK = 8;
/** Draws per tile; the columns of a block are copied tile by tile, so that the rows stay in the cache. */
const TILE = 64;

/** Draws of quantities from `from` on, one for each array of `block`. */
function copyQuantities({ width, values }: Columns, from: number, block: readonly Float64Array[]): void {
  const count = values.length / width;
  for (let tile = 0; tile < count; tile += TILE) {
    const end = Math.min(tile + TILE, count);
    for (let j = 0; j < block.length; j++) {
      const column = block[j];
      for (let i = tile, at = tile * width + from + j; i < end; i++, at += width) column[i] = values[at];
    }
  }
}
