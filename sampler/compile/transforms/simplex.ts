/**
 * Simplex by stick-breaking, on the log scale. With K elements and z[k] = inv_logit(u[k] - log(K - k)):
 * x[k] = rest[k] z[k], rest[k + 1] = rest[k] (1 - z[k]), x[K] = rest[K]; the density is with respect to the
 * first K - 1. Stan reference manual, "Unit simplex" (the stick-breaking form).
 */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import { freeElement, sizes, type Target, type Transform } from './transform.ts';

export const simplex: Transform = {
  suffix: 'simplex',
  eventDims: 1,
  interval: { lo: 0, hi: 1 },
  freeShape: ([size]) => [size - 1],
  constrain(target) {
    const { ctx, name, batch, event } = target;
    const { pool } = ctx;
    const size = event[0].size;
    const lead = sizes(batch);
    const one = pool.constant(1);

    const rest = ctx.declare(`${name} rest`, [...lead, size]);
    const r = ctx.freshLoop([...lead, size]);
    const k = r.at[r.at.length - 1];
    const previous = [...r.at.slice(0, -1), pool.binary('sub', k, one)];
    const broken = pool.unary('log_inv_logit', pool.unary('neg', shifted(target, previous, size)));
    const next = pool.binary('add', pool.load(rest, previous), broken);
    const isFirst = pool.binary('eq', k, pool.constant(0));
    defineArray(ctx, rest, r.indices, pool.select(isFirst, pool.constant(0), next));

    const array = ctx.declare(name, [...lead, size]);
    const x = ctx.freshLoop([...lead, size]);
    const j = x.at[x.at.length - 1];
    const part = pool.binary(
      'add',
      ctx.load(rest, x.at),
      pool.unary('log_inv_logit', shifted(target, x.at, size)),
    );
    const isLast = pool.binary('eq', j, pool.constant(size - 1));
    defineArray(ctx, array, x.indices, pool.unary('exp', pool.select(isLast, ctx.load(rest, x.at), part)));

    if (size > 1) {
      const t = ctx.freshLoop([...lead, size - 1]);
      const u = shifted(target, t.at, size);
      const slope = pool.binary(
        'add',
        pool.unary('log_inv_logit', u),
        pool.unary('log_inv_logit', pool.unary('neg', u)),
      );
      emitTerm(ctx, 'jacobian', t.indices, pool.binary('add', ctx.load(rest, t.at), slope));
    }
    return array;
  },
  unconstrain(event) {
    const size = event.length;
    let rest = 1;
    return Float64Array.from({ length: size - 1 }, (_, k) => {
      const z = event[k] / rest;
      rest -= event[k];
      return Math.log(z) - Math.log1p(-z) + Math.log(size - 1 - k);
    });
  },
};

/** `u[k] - log(K - k)` with k from 1, so that u = 0 gives equal parts. */
function shifted(target: Target, at: readonly ScalarExpr[], size: number): ScalarExpr {
  const { pool } = target.ctx;
  const remaining = pool.binary('sub', pool.constant(size - 1), at[at.length - 1]);
  return pool.binary('sub', freeElement(target, at), pool.unary('log', remaining));
}
