/**
 * Moves reductions that do not depend on every surrounding loop to arrays of their own: in
 * `(x[i] - mean(x)) / sd(x)` the mean and sd are computed once, not once per i.
 */
import type { Index, IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import type { Context } from './context.ts';

interface Place {
  readonly loops: readonly Index[];
  readonly guards: readonly ScalarExpr[];
}

/** Maximum number of guard sets under which a node is visited; beyond it its reductions stay in place. */
const MOST_CONTEXTS = 8;

export function hoistReductions(ctx: Context, body: ScalarExpr, indices: readonly Index[]): ScalarExpr {
  const done = new Map<string, ScalarExpr>();
  const contexts = new Map<string, number>();
  const reach = reachOf(ctx);
  const visit = (node: ScalarExpr, place: Place): ScalarExpr => {
    const free = reach(node, place.loops);
    if (free === null) return node;
    // An array hoisted out of one branch is not valid in another.
    const guards = place.guards.filter((guard) => isWithin(ctx.pool.freeIndices(guard), free));
    const here = keyOf(ctx, node, place.loops);
    const key = `${here}?${guards.map((guard) => ctx.pool.idOf(guard))}`;
    const known = done.get(key);
    if (known !== undefined) return known;
    const count = (contexts.get(here) ?? 0) + 1;
    contexts.set(here, count);
    const made = count > MOST_CONTEXTS ? node : step(node, { ...place, guards });
    done.set(key, made);
    return made;
  };
  const step = (node: ScalarExpr, place: Place): ScalarExpr => {
    const { pool } = ctx;
    switch (node.op) {
      case 'load':
        return ctx.load(
          node.array,
          node.at.map((position) => visit(position, place)),
        );
      case 'select': {
        const cond = visit(node.cond, place);
        const then = visit(node.then, { ...place, guards: [...place.guards, cond] });
        const otherwise = visit(node.else, { ...place, guards: [...place.guards, pool.unary('not', cond)] });
        return pool.select(cond, then, otherwise);
      }
      case 'reduce': {
        const inner = visit(node.body, { ...place, loops: [...place.loops, node.index] });
        const reduced = pool.reduce(node.fn, node.index, inner);
        return ahead(ctx, reduced, place) ?? reduced;
      }
      default:
        return pool.rebuilt(node, (part) => visit(part, place));
    }
  };
  return visit(body, { loops: indices, guards: [] });
}

/**
 * The indices used by hoistable reductions inside a node; only a guard that uses no others can guard them. Null
 * where there is no such reduction.
 */
function reachOf(ctx: Context): (node: ScalarExpr, loops: readonly Index[]) => ReadonlySet<IndexId> | null {
  const known = new Map<string, ReadonlySet<IndexId> | null>();
  const reach = (node: ScalarExpr, loops: readonly Index[]): ReadonlySet<IndexId> | null => {
    if (node.op === 'const' || node.op === 'index') return null;
    const key = keyOf(ctx, node, loops);
    const found = known.get(key);
    if (found !== undefined) return found;
    const inner = node.op === 'reduce' ? [...loops, node.index] : loops;
    const parts = childrenOf(node).map((child) => reach(child, inner));
    if (node.op === 'reduce' && repeats(ctx, node, loops)) parts.push(ctx.pool.freeIndices(node));
    const sets = parts.filter((part) => part !== null);
    const made = sets.length === 0 ? null : new Set(sets.flatMap((part) => [...part]));
    known.set(key, made);
    return made;
  };
  return reach;
}

function keyOf(ctx: Context, node: ScalarExpr, loops: readonly Index[]): string {
  return `${ctx.pool.idOf(node)}@${loops.map((loop) => loop.id)}`;
}

function isWithin(indices: ReadonlySet<IndexId>, all: ReadonlySet<IndexId>): boolean {
  for (const index of indices) if (!all.has(index)) return false;
  return true;
}

/** Whether a surrounding loop would repeat the computation. */
function repeats(ctx: Context, node: ScalarExpr, loops: readonly Index[]): boolean {
  const free = ctx.pool.freeIndices(node);
  return loops.some((loop) => !free.has(loop.id) && loop.to - loop.from > 1);
}

function ahead(ctx: Context, reduced: ScalarExpr, place: Place): ScalarExpr | null {
  if (reduced.op !== 'reduce' || ctx.loadsPending(reduced)) return null;
  const free = ctx.pool.freeIndices(reduced);
  const used = place.loops.filter((loop) => free.has(loop.id));
  if (!repeats(ctx, reduced, place.loops)) return null;
  return computeAhead(ctx, reduced, used, place.guards);
}

/** Defines an array over the loops used and returns its current element; null where a guard prevents it. */
function computeAhead(
  ctx: Context,
  expr: ScalarExpr,
  used: readonly Index[],
  guards: readonly ScalarExpr[],
): ScalarExpr | null {
  const { pool } = ctx;
  let body = expr;
  const names = new Set(used.map((loop) => loop.id));
  // The outer condition is tested first, since inner ones may be undefined without it.
  for (const guard of [...guards].reverse()) {
    const free = [...pool.freeIndices(guard)];
    if (guard.op === 'const' || !free.every((id) => names.has(id))) continue;
    if (ctx.loadsPending(guard)) return null;
    body = pool.select(guard, body, pool.constant(0));
  }
  const { indices, at } = ctx.freshLoop(used.map((loop) => loop.to - loop.from));
  const shifted = new Map(
    used.map((loop, i) => [loop.id, pool.binary('add', at[i], pool.constant(loop.from))] as const),
  );
  const element = pool.substitute(body, shifted);
  const key = `${indices.map((index) => index.to)}:${pool.idOf(expr)}:${pool.idOf(body)}`;
  const known = ctx.materialised.get(key);
  const array =
    known ??
    ctx.declare(
      'partial',
      indices.map((index) => index.to),
    );
  if (known === undefined) {
    ctx.materialised.set(key, array);
    ctx.define(array, indices, element);
  }
  return ctx.load(
    array,
    used.map((loop) => pool.binary('sub', pool.index(loop), pool.constant(loop.from))),
  );
}
