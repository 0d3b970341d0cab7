/** The rows of a residual that is affine in unknowns, as numbers: one column per coefficient, the constant last. */
import type { Index, ScalarExpr } from '../../../grammar/ir.ts';
import { type ArrayLookup, eachPosition, evaluate } from '../evaluate/expression.ts';
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

export function designMatrix(
  b: Builder,
  loop: readonly Index[],
  items: readonly AffineItem[],
  constant: ScalarExpr,
  lookup: ArrayLookup,
): Design {
  const columns = items.reduce((n, item) => n + columnsOf(item), 0) + 1;
  const rows = loop.reduce((n, i) => n * (i.to - i.from), 1);
  const values = new Float64Array(rows * columns);
  const coefficients = items.map((item) => b.canonical(item.coefficient));
  let at = 0;
  eachPosition(loop, (env) => {
    items.forEach((item, k) => {
      const { over } = item;
      if (over === null) {
        values[at++] = evaluate(coefficients[k], env, lookup);
        return;
      }
      for (let j = over.from; j < over.to; j++) {
        env.set(over.id, j);
        values[at++] = evaluate(coefficients[k], env, lookup);
      }
    });
    values[at++] = evaluate(constant, env, lookup);
  });
  return { rows, columns, values };
}
