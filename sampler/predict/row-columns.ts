/** Columns with the new values of each predicted row. */
import type { LoadedData } from '../../grammar/data.ts';
import type { QuantityRow } from '../report/predictive-summary.ts';
import { statText } from '../stats/number-text.ts';
import type { Prediction } from './predict.ts';

/** At most this many new columns are shown with the predictions. */
const MOST_COLUMNS = 4;

interface RowColumns {
  readonly head: string[];
  /** One per column; empty for quantities without a new row. */
  cells(row: Pick<QuantityRow, 'name' | 'element'>): string[];
}

export function rowColumns({ newData, byRow }: Pick<Prediction, 'newData' | 'byRow'>): RowColumns {
  const { data, newRows, replaced, unobserved } = newData;
  const columns = [...data.arrays.values()]
    .filter(({ name, dims }) => {
      const isRow = dims.length === 1 && dims[0].name !== null && newRows.has(dims[0].name);
      return isRow && replaced.has(name) && !unobserved.has(name);
    })
    .slice(0, MOST_COLUMNS);
  return {
    head: columns.map(({ name }) => name),
    cells({ name, element }) {
      const [, base, row] = /^(.*?)\[(\d+)(?:,.*)?\]$/s.exec(element ?? name) ?? [];
      return columns.map((array) =>
        base === undefined || !byRow.has(base) ? '' : cellText(array.name, Number(row) - 1, data),
      );
    },
  };
}

function cellText(name: string, row: number, data: LoadedData): string {
  const array = data.arrays.get(name);
  const value = array?.values[row];
  if (array === undefined || value === undefined) return '';
  const label = array.labelsOf === null ? undefined : data.dims.get(array.labelsOf)?.labels[value - 1];
  return label ?? valueText(value);
}

function valueText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : statText(value, null);
}
