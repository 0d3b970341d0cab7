/** Where the elements that an `observe` has are in its datum. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Observation } from '../../grammar/ir.ts';
import { sizeOf } from './passes/pass-program.ts';

/** The part of a datum that an `observe` is of: where it begins on the leading axes, or the rows that it has. */
export type DatumPart = Pick<Observation, 'from' | 'kept'>;

/** Flat places in the whole datum of the elements of a part of it. */
export function placesOf(
  data: LoadedData,
  name: string,
  window: readonly number[],
  { from = [], kept }: DatumPart,
): Int32Array {
  const array = data.arrays.get(name);
  if (kept !== undefined) return placesOfRows(kept.places, sizeOf(window.slice(1)));
  const whole = array === undefined ? window : array.dims.map((dim) => dim.size);
  const at = new Int32Array(sizeOf(window));
  for (let flat = 0; flat < at.length; flat++) {
    let rest = flat;
    let place = 0;
    let stride = 1;
    for (let axis = window.length - 1; axis >= 0; axis--) {
      const first = array === undefined ? 0 : (from[axis] ?? 0);
      place += stride * ((rest % window[axis]) + first);
      rest = Math.floor(rest / window[axis]);
      stride *= whole[axis];
    }
    at[flat] = place;
  }
  return at;
}

function placesOfRows(rows: readonly number[], width: number): Int32Array {
  return Int32Array.from({ length: rows.length * width }, (_, flat) => {
    const row = Math.floor(flat / width);
    return rows[row] * width + (flat % width);
  });
}
