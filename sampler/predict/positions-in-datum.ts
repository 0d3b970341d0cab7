/** Where a place of a datum is in data over some of its axes. */
import type { DataArray } from '../../grammar/data.ts';

/** Null where an axis of `part` is not the datum's. */
export function positionsIn(
  part: Pick<DataArray, 'dims'>,
  datum: Pick<DataArray, 'dims'>,
): ((place: number) => number) | null {
  const axes = part.dims.map(({ name }) =>
    name === null ? -1 : datum.dims.findIndex((dim) => dim.name === name),
  );
  if (axes.includes(-1)) return null;
  return (place) => {
    const at = new Array<number>(datum.dims.length);
    let rest = place;
    for (let axis = datum.dims.length - 1; axis >= 0; axis--) {
      at[axis] = rest % datum.dims[axis].size;
      rest = Math.floor(rest / datum.dims[axis].size);
    }
    return axes.reduce((flat, axis, k) => flat * part.dims[k].size + at[axis], 0);
  };
}
