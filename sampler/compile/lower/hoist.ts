/**
 * Moves reductions that do not depend on every loop around them to arrays of their own: in
 * `(x[i] - mean(x)) / sd(x)` the mean and sd are computed once, not once per i.
 */
import type { Index, ScalarExpr } from '../../../grammar/ir.ts';
import { type Context, childrenOf } from './context.ts';

interface Place {
  readonly loops: readonly Index[];
  readonly guards: readonly ScalarExpr[];
}

export function hoistReductions(ctx: Context, body: ScalarExpr, indices: readonly Index[]): ScalarExpr {
  const done = new Map<string, ScalarExpr>();
  const reducing = new Map<ScalarExpr, boolean>();
  const reduces = (node: ScalarExpr): boolean => {
    const known = reducing.get(node);
    if (known !== undefined) return known;
    const made = node.op === 'reduce' || childrenOf(node).some(reduces);
    reducing.set(node, made);
    return made;
  };
  const visit = (node: ScalarExpr, place: Place): ScalarExpr => {
    if (!reduces(node)) return node;
    // What is computed ahead of one branch holds nothing where another is taken.
    const guards = place.guards.map((guard) => ctx.pool.idOf(guard));
    const key = `${ctx.pool.idOf(node)}@${place.loops.map((loop) => loop.id)}?${guards}`;
    const known = done.get(key);
    if (known !== undefined) return known;
    const made = step(node, place);
    done.set(key, made);
    return made;
  };
  const step = (node: ScalarExpr, place: Place): ScalarExpr => {
    const { pool } = ctx;
    switch (node.op) {
      case 'const':
      case 'index':
        return node;
      case 'load':
        return ctx.load(
          node.array,
          node.at.map((position) => visit(position, place)),
        );
      case 'unary':
        return pool.unary(node.fn, visit(node.x, place));
      case 'binary':
        return pool.binary(node.fn, visit(node.x, place), visit(node.y, place));
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
    }
  };
  return visit(body, { loops: indices, guards: [] });
}

function ahead(ctx: Context, reduced: ScalarExpr, place: Place): ScalarExpr | null {
  if (reduced.op !== 'reduce' || ctx.loadsPending(reduced)) return null;
  const free = ctx.pool.freeIndices(reduced);
  const used = place.loops.filter((loop) => free.has(loop.id));
  const repeated = place.loops.some((loop) => !free.has(loop.id) && loop.to - loop.from > 1);
  if (!repeated) return null;
  return computeAhead(ctx, reduced, used, place.guards);
}

/** Defines an array over the loops used and returns its element at hand; null where a guard forbids it. */
export function computeAhead(
  ctx: Context,
  expr: ScalarExpr,
  used: readonly Index[],
  guards: readonly ScalarExpr[],
): ScalarExpr | null {
  const { pool } = ctx;
  let body = expr;
  const names = new Set(used.map((loop) => loop.id));
  for (const guard of guards) {
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
