/** Selects rows of an array along its first axis, in a given order. */
import { pickedCells } from './cells.ts';
import type { RawArray } from './raw-array.ts';

/** @param rows positions along the first axis, from 0 */
export function selectRows(raw: RawArray, rows: readonly number[]): RawArray {
  const width = raw.shape.slice(1).reduce((a, b) => a * b, 1);
  const from = (index: number) => rows[Math.floor(index / width)] * width + (index % width);
  return {
    ...raw,
    shape: [rows.length, ...raw.shape.slice(1)],
    cells: pickedCells(raw.cells, rows.length * width, from),
    place: (index) => raw.place(from(index)),
  };
}
