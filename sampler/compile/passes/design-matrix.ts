/** The rows of a residual that is affine in unknowns, as numbers: one column per coefficient, the constant last. */
import type { Index, ScalarExpr } from '../../../grammar/ir.ts';
import { alongIndex, LONGEST_RUN } from '../evaluate/along-index.ts';
import { type ArrayLookup, type Environment, eachPosition } from '../evaluate/expression.ts';
import type { Builder } from '../graph/builder.ts';
import type { AffineItem } from './affine-form.ts';

/** Columns of an item: one, or one for each step of its contraction. */
export function columnsOf(item: AffineItem): number {
  return item.over === null ? 1 : item.over.to - item.over.from;
}

export interface Design {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float64Array;
}

/** Where the numbers of a run of rows begin, and the distance from row to row. */
interface Place {
  readonly start: number;
  readonly step: number;
}

/** Rows in the order of the loop, the last index running fastest. */
export function designMatrix(
  b: Builder,
  loop: readonly Index[],
  items: readonly AffineItem[],
  constant: ScalarExpr,
  lookup: ArrayLookup,
): Design {
  const { columns, fill } = designRows(b, loop, items, constant, lookup);
  const rows = loop.reduce((n, i) => n * (i.to - i.from), 1);
  const values = new Float64Array(rows * columns);
  let first = 0;
  eachRun(loop, (from, count, env) => {
    fill(from, count, env, values, (column) => ({ start: first * columns + column, step: columns }));
    first += count;
  });
  return { rows, columns, values };
}

/**
 * The same rows a block at a time, each block column by column (`block[column * rows + row]`), so that the matrix of a
 * large file is never whole in memory. The block changes with the next call.
 *
 * @param visit false ends the walk.
 */
export function eachDesignBlock(
  b: Builder,
  loop: readonly Index[],
  items: readonly AffineItem[],
  constant: ScalarExpr,
  lookup: ArrayLookup,
  visit: (block: Float64Array, rows: number) => boolean,
): void {
  const { columns, fill } = designRows(b, loop, items, constant, lookup);
  const block = new Float64Array(LONGEST_RUN * columns);
  let goesOn = true;
  eachRun(loop, (from, count, env) => {
    if (!goesOn) return;
    fill(from, count, env, block, (column) => ({ start: column * count, step: 1 }));
    goesOn = visit(block.subarray(0, count * columns), count);
  });
}

function designRows(
  b: Builder,
  loop: readonly Index[],
  items: readonly AffineItem[],
  constant: ScalarExpr,
  lookup: ArrayLookup,
) {
  const last = loop[loop.length - 1];
  const along = (e: ScalarExpr) => alongIndex(b.canonical(e), last, lookup);
  const parts = [...items.map(({ coefficient }) => along(coefficient)), along(constant)];
  const columns = items.reduce((n, item) => n + columnsOf(item), 0) + 1;
  const fill = (
    from: number,
    count: number,
    env: Environment,
    out: Float64Array,
    place: (column: number) => Place,
  ): void => {
    let column = 0;
    const put = (values: Float64Array): void => {
      const { start, step } = place(column++);
      for (let i = 0; i < count; i++) out[start + i * step] = values[i];
    };
    for (const [k, part] of parts.entries()) {
      const over = items[k]?.over ?? null;
      if (over === null) put(part(from, count, env));
      else
        for (let j = over.from; j < over.to; j++) {
          env.set(over.id, j);
          put(part(from, count, env));
        }
    }
  };
  return { columns, fill };
}

/** Visits the positions of a loop in order, in runs along its last index. */
function eachRun(
  loop: readonly Index[],
  visit: (from: number, count: number, env: Environment) => void,
): void {
  const { from, to } = loop[loop.length - 1];
  eachPosition(loop.slice(0, -1), (env) => {
    for (let at = from; at < to; at += LONGEST_RUN) visit(at, Math.min(LONGEST_RUN, to - at), env);
  });
}
