/** Constant folding: the value of a definition that depends on known arrays alone. */
import type { ArrayId, IrStatement } from '../../../grammar/ir.ts';
import { numbers } from './algebra.ts';
import type { Cells, Machine } from './evaluate.ts';
import { runStatement, sizeOf } from './evaluate.ts';

/** An array whose values are known, row-major. */
export interface KnownArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * Values of the array that `statement` defines from arrays that are known already, row-major.
 *
 * @param arrays the known arrays; asked only for those the statement reads.
 * @param shape the array's shape, which a kernel needs; else as far as the statement's indices reach.
 *   Elements outside the index ranges are NaN.
 */
export function evaluateDefine(
  statement: Extract<IrStatement, { kind: 'define' | 'kernel' }>,
  arrays: (id: ArrayId) => KnownArray,
  shape: readonly number[] = statement.kind === 'define' ? statement.indices.map((index) => index.to) : [],
): Float64Array {
  const own = statement.kind === 'define' ? statement.array : statement.output;
  const target: Cells<number> = { declaration: { name: `array ${own}`, shape }, elements: [] };
  const inputs = new Map<ArrayId, Cells<number>>();
  const machine: Machine<number> = {
    algebra: numbers,
    cells(id) {
      if (id === own) return target;
      let cells = inputs.get(id);
      if (cells === undefined) {
        const { shape, values } = arrays(id);
        cells = { declaration: { name: `array ${id}`, shape }, elements: Array.from(values) };
        inputs.set(id, cells);
      }
      return cells;
    },
  };
  runStatement(machine, statement);
  return Float64Array.from({ length: sizeOf(shape) }, (_, i) => target.elements[i] ?? Number.NaN);
}
