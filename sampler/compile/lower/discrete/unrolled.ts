/** Sums over elements of discrete unknowns, written out, so that each element that they depend on is seen. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { type Context, someNode } from '../context.ts';
import { logSumExp } from '../functions/scalar.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';

/** Longer sums are refused: two values for each element are more combinations than can be summed. */
const MOST_TERMS = 40;

export function unrolled(ctx: Context, unknowns: readonly DiscreteUnknown[], expr: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  const arrays = new Set(unknowns.map(({ array }) => array));
  const done = new Map<ScalarExpr, ScalarExpr>();
  const readsAt = (node: ScalarExpr, index: number): boolean =>
    someNode(
      node,
      (part) =>
        part.op === 'load' &&
        arrays.has(part.array) &&
        part.at.some((position) => pool.freeIndices(position).has(index)),
    );
  const visit = (node: ScalarExpr): ScalarExpr => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const made = step(node);
    done.set(node, made);
    const reads = made === node ? [] : pool.readsOf(node);
    if (reads.length > 0) pool.note(made, reads);
    return made;
  };
  const step = (node: ScalarExpr): ScalarExpr => {
    if (node.op !== 'reduce') return pool.rebuilt(node, visit);
    const { index, fn } = node;
    const body = visit(node.body);
    const count = index.to - index.from;
    if (count < 1 || count > MOST_TERMS || !readsAt(body, index.id)) return pool.rebuilt(node, visit);
    const terms = Array.from({ length: count }, (_, i) =>
      pool.substitute(body, new Map([[index.id, pool.constant(index.from + i)]])),
    );
    switch (fn) {
      case 'sum':
        return terms.reduce((a, b) => pool.binary('add', a, b));
      case 'prod':
        return terms.reduce((a, b) => pool.binary('mul', a, b));
      case 'log_sum_exp':
        return logSumExp(pool, terms);
      case 'min':
        return terms.reduce((a, b) => pool.select(pool.binary('lt', b, a), b, a));
      case 'max':
        return terms.reduce((a, b) => pool.select(pool.binary('lt', a, b), b, a));
    }
  };
  return visit(expr);
}
