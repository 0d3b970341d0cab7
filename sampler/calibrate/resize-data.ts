/** The data of a model with other numbers of rows: the rows of its own data, evenly spaced or repeated. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { observedNames } from '../predict/observed-data.ts';

type Resized =
  | { readonly kind: 'ok'; readonly data: LoadedData }
  | { readonly kind: 'problem'; readonly message: string };

/** @param dim a named dimension. */
export function resizeData(data: LoadedData, dim: string, size: number): Resized {
  const info = data.dims.get(dim);
  if (info === undefined) return { kind: 'problem', message: `\`${dim}\` has no size of its own` };
  if (info.size === 0)
    return { kind: 'problem', message: `\`${dim}\` has no rows to take the new ones from` };
  const keyed = [...data.arrays.values()].find(({ labelsOf }) => labelsOf === dim);
  if (keyed !== undefined) {
    const message = `the labels of \`${dim}\` are values of \`${keyed.name}\`: expected a dimension of rows, whose number can change`;
    return { kind: 'problem', message };
  }
  const rows = Int32Array.from({ length: size }, (_, i) =>
    size <= info.size ? Math.floor((i * info.size) / size) : i % info.size,
  );
  const labels = Array.from(rows, (_, i) => String(i + 1));
  const dims = new Map(data.dims).set(dim, { ...info, size, labels, labelled: false });
  const arrays = new Map(
    [...data.arrays].map(([name, array]): [string, DataArray] => {
      // `dim t = T`, or a datum that is a size: it is the number of rows.
      if (name === dim && array.dims.length === 0) return [name, { ...array, values: Float64Array.of(size) }];
      return [name, takeRows(array, dim, rows)];
    }),
  );
  return { kind: 'ok', data: { ...data, dims, arrays } };
}

function takeRows(array: DataArray, dim: string, rows: Int32Array): DataArray {
  const axis = array.dims.findIndex(({ name }) => name === dim);
  if (axis < 0) return array;
  const inner = array.dims.slice(axis + 1).reduce((product, { size }) => product * size, 1);
  const outer = array.dims.slice(0, axis).reduce((product, { size }) => product * size, 1);
  const before = array.dims[axis].size;
  const take = (values: Float64Array): Float64Array => {
    const taken = new Float64Array(outer * rows.length * inner);
    for (let o = 0; o < outer; o++)
      for (const [i, row] of rows.entries()) {
        const from = (o * before + row) * inner;
        taken.set(values.subarray(from, from + inner), (o * rows.length + i) * inner);
      }
    return taken;
  };
  const dims = array.dims.map((one, k) => (k === axis ? { ...one, size: rows.length } : one));
  const range =
    array.range === undefined
      ? {}
      : { range: { lower: take(array.range.lower), upper: take(array.range.upper) } };
  return { ...array, dims, values: take(array.values), ...range };
}

/** The dimension of the rows of what is observed; the reason why there is no single one, as a problem. */
export function rowsOf(
  program: Program,
  data: LoadedData,
): { readonly kind: 'ok'; readonly dim: string } | { readonly kind: 'problem'; readonly message: string } {
  const names = new Set<string | null>();
  for (const name of observedNames(program)) {
    const first = data.arrays.get(name)?.dims.at(0);
    if (first !== undefined) names.add(first.name);
  }
  const [dim, ...others] = names;
  if (others.length > 0) {
    const listed = [...names]
      .map((name) => (name === null ? 'one without a name' : `\`${name}\``))
      .join(', ');
    return {
      kind: 'problem',
      message: `what is observed has several dimensions of rows (${listed}): state the size of one by its name`,
    };
  }
  return typeof dim === 'string'
    ? { kind: 'ok', dim }
    : {
        kind: 'problem',
        message: 'the rows of what is observed have no named dimension: expected `dim row`',
      };
}
