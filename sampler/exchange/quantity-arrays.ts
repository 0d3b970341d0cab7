/** The columns of a run as arrays: which elements belong together, and the axes that they have. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Quantity } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { elementNames } from '../compile/element-names.ts';
import { lower } from '../compile/lower/lower.ts';
import { type Axis, axesOf } from './inference-data.ts';

type Shaped = Pick<Quantity, 'name' | 'dims'>;

export interface QuantityColumns {
  readonly name: string;
  readonly axes: readonly Axis[];
  /** Names of its columns, row-major. */
  readonly elements: readonly string[];
}

/** The quantities of a model at its data. */
export function quantitiesOf(program: Program, data: LoadedData): readonly Shaped[] {
  return lower(program, data).ir.quantities;
}

/** @param known shapes of quantities; one whose columns are not those of the run gets a single axis of elements. */
export function quantityColumns(
  names: readonly string[],
  known: readonly Shaped[],
): readonly QuantityColumns[] {
  const byName = new Map<string, string[]>();
  for (const element of names) {
    const name = element.split('[')[0];
    const elements = byName.get(name);
    if (elements === undefined) byName.set(name, [element]);
    else elements.push(element);
  }
  return [...byName].map(([name, elements]) => {
    const quantity = known.find((one) => one.name === name);
    const expected = quantity === undefined ? [] : elementNames(quantity);
    const isSame =
      expected.length === elements.length && expected.every((element, i) => element === elements[i]);
    const dims = isSame && quantity !== undefined ? quantity.dims : dimsOfElements(name, elements);
    return { name, axes: axesOf(name, dims), elements };
  });
}

function dimsOfElements(name: string, elements: readonly string[]): Shaped['dims'] {
  if (elements.length === 1 && elements[0] === name) return [];
  return [{ name: null, labels: elements.map((element) => element.slice(name.length + 1, -1)) }];
}

/** `values[draw * elements + k]` of columns over all draws. */
export function interleaved(columns: readonly Float64Array[]): Float64Array {
  if (columns.length === 1) return columns[0];
  const [{ length }] = columns;
  const values = new Float64Array(length * columns.length);
  for (const [k, column] of columns.entries())
    for (let draw = 0; draw < length; draw++) values[draw * columns.length + k] = column[draw];
  return values;
}
