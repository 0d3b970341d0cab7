/** The names of a datum's elements: `y[3]`, `deaths[north,2]`. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import { elementNames } from '../compile/element-names.ts';

export function elementsOf({ name, dims }: DataArray, data: LoadedData): readonly string[] {
  return elementNames({
    name,
    dims: dims.map((dim) => ({
      name: dim.name,
      labels:
        (dim.name === null ? undefined : data.dims.get(dim.name)?.labels) ??
        Array.from({ length: dim.size }, (_, i) => String(i + 1)),
    })),
  });
}
