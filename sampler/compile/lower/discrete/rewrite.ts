/** Copies of expressions in which elements of arrays are replaced. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { dependsOnData, type IndexRead } from '../index-reads.ts';

type Load = Extract<ScalarExpr, { op: 'load' }>;
type Reduce = Extract<ScalarExpr, { op: 'reduce' }>;

/**
 * @param by the replacement of an element, null to keep it
 * @param exact products with a known zero are zero, and elements picked at a position that became known are read there
 */
export function replaceLoads(
  ctx: Context,
  expr: ScalarExpr,
  by: (load: Load) => ScalarExpr | null,
  exact = false,
): ScalarExpr {
  const { pool } = ctx;
  const done = new Map<ScalarExpr, ScalarExpr>();
  const visit = (node: ScalarExpr): ScalarExpr => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const made = step(node);
    done.set(node, made);
    const reads = made === node ? [] : pool.readsOf(node);
    if (reads.length > 0) pool.note(made, reads.map(moved));
    return made;
  };
  const moved = (read: IndexRead): IndexRead => ({
    ...read,
    position: visit(read.position),
    variables: read.variables.map(({ name, value }) => ({ name, value: visit(value) })),
  });
  const step = (node: ScalarExpr): ScalarExpr => {
    switch (node.op) {
      case 'load': {
        const at = node.at.map(visit);
        const replaced = by({ ...node, at });
        return replaced ?? ctx.load(node.array, at);
      }
      case 'binary': {
        const x = visit(node.x);
        const y = visit(node.y);
        return exact && node.fn === 'mul' && (isZero(x) || isZero(y))
          ? pool.constant(0)
          : pool.binary(node.fn, x, y);
      }
      case 'select': {
        const cond = visit(node.cond);
        // The branch not taken may have no value.
        if (cond.op === 'const') return visit(cond.value !== 0 ? node.then : node.else);
        return pool.select(cond, visit(node.then), visit(node.else));
      }
      case 'reduce':
        return (exact ? picked(node) : null) ?? reduced(node);
      default:
        return pool.rebuilt(node, visit);
    }
  };
  const reduced = (node: Reduce): ScalarExpr => {
    const body = visit(node.body);
    if (body === node.body) return node;
    const { fn, index } = node;
    const fresh = pool.freshIndex(index.from, index.to);
    return pool.reduce(fn, fresh, pool.substitute(body, new Map([[index.id, pool.index(fresh)]])));
  };
  /** `sum(if j == p then a[j] else 0 for j)` is `a[p]`. */
  const picked = (node: Reduce): ScalarExpr | null => {
    const { body, index, fn } = node;
    if (fn !== 'sum' || body.op !== 'select' || !isZero(body.else)) return null;
    const { cond } = body;
    if (cond.op !== 'binary' || cond.fn !== 'eq') return null;
    const own = pool.index(index);
    const other = cond.x === own ? cond.y : cond.y === own ? cond.x : null;
    if (other === null || pool.freeIndices(other).has(index.id)) return null;
    const position = visit(other);
    if (!dependsOnData(ctx, position)) return null;
    return pool.substitute(visit(body.then), new Map([[index.id, position]]));
  };
  return visit(expr);
}

function isZero(e: ScalarExpr): boolean {
  return e.op === 'const' && e.value === 0;
}
