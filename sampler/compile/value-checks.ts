/**
 * Checks that depend on unknowns: the validity of vectors, matrices and positions. They run at the start of a chain
 * and at every kept draw.
 */
import type { ValueCheck } from '../../grammar/ir.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import { axesOf, COMPUTED_TOLERANCE, kindFault } from './kind-faults.ts';
import { flatToPositions } from './lower/row-major.ts';

/** @param values row by row, over the check's loops and then the axes of the vector or matrix. */
export function valueFault(check: ValueCheck, at: number, values: ArrayLike<number>): ValueFault | null {
  const { shape } = check;
  const own = check.kind === 'index' ? 0 : axesOf(check.need);
  const lead = shape.slice(0, shape.length - own);
  const parts = lead.reduce((a, b) => a * b, 1);
  const n = shape[shape.length - 1] ?? 1;
  const each = own === 0 ? 1 : own === 1 ? n : n * n;
  for (let part = 0; part < parts; part++) {
    const start = part * each;
    // NaN marks a branch that was not taken.
    if (each === 0 || Number.isNaN(values[start])) continue;
    const found =
      check.kind === 'index'
        ? positionFault(check.what, check.size, values[start])
        : kindFault(check.need, { name: check.name, values, start, n }, COMPUTED_TOLERANCE);
    if (found === null) continue;
    const positions = flatToPositions(part, lead);
    const where = check.loops
      .map((loop, axis) =>
        'places' in loop ? loop.places[positions[axis]] : `${loop.name} = ${positions[axis] + loop.first}`,
      )
      .join(', ');
    const inWhere = where === '' ? '' : check.kind === 'index' ? ` at ${where}` : ` (${where})`;
    const range = check.kind === 'index' ? `, and ${check.range}` : '';
    return { check: at, words: `${found.words}${inWhere}${range}`, amount: found.amount };
  }
  return null;
}

function positionFault(what: string, size: number, position: number) {
  if (Number.isInteger(position) && position >= 0 && position < size) return null;
  const amount = position < 0 ? -position : position - size + 1;
  return { words: `${what} is ${position + 1}`, amount };
}

/** As a clause: `` in `observe y`, `p` takes probabilities that sum to one, but the elements of `p` sum to 2.2 ``. */
export function faultInWords(check: ValueCheck, { words, amount }: ValueFault): string {
  const statement = `in \`${check.origin.label}\`, `;
  if (check.kind === 'index') return `${statement}${words}`;
  return `${statement}\`${check.argument}\` takes ${check.takes}, but ${words}, off by ${Number(amount.toPrecision(3))}`;
}
