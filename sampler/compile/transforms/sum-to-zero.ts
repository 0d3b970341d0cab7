/**
 * Vectors that sum to zero, by an orthonormal basis, so that the Jacobian is constant: with
 * w[i] = u[i] / sqrt(i (i + 1)), x[j] = sum(w[i] for i >= j) - (j - 1) w[j - 1], indices from 1.
 * Stan reference manual, "Zero sum vector".
 */
import { defineArray } from '../lower/emit-statements.ts';
import { freeElement, sizes, type Transform } from './transform.ts';

export const sumToZero: Transform = {
  suffix: 'sum_to_zero',
  eventDims: 1,
  freeShape: ([size]) => [size - 1],
  constrain(target) {
    const { ctx, name, batch, event } = target;
    const { pool } = ctx;
    const lead = sizes(batch);
    const size = event[0].size;
    const zero = pool.constant(0);
    const one = pool.constant(1);

    // tail[r] sums the last r of w, so that it is a recurrence on earlier elements.
    const weights = Float64Array.from(
      { length: Math.max(size - 1, 0) },
      (_, i) => 1 / Math.sqrt((i + 1) * (i + 2)),
    );
    const scale = ctx.declareConstant(`${name} basis`, [weights.length], weights);
    const tail = ctx.declare(`${name} tail`, [...lead, size]);
    const t = ctx.freshLoop([...lead, size]);
    const r = t.at[t.at.length - 1];
    const i = pool.binary('sub', pool.constant(size - 1), r);
    const w = pool.binary('mul', freeElement(target, [...t.at.slice(0, -1), i]), ctx.load(scale, [i]));
    const before = pool.load(tail, [...t.at.slice(0, -1), pool.binary('sub', r, one)]);
    defineArray(
      ctx,
      tail,
      t.indices,
      pool.select(pool.binary('eq', r, zero), zero, pool.binary('add', before, w)),
    );

    const array = ctx.declare(name, [...lead, size]);
    const x = ctx.freshLoop([...lead, size]);
    const j = x.at[x.at.length - 1];
    const above = ctx.load(tail, [...x.at.slice(0, -1), pool.binary('sub', pool.constant(size - 1), j)]);
    const last = pool.binary('sub', j, one);
    const own = pool.binary(
      'mul',
      freeElement(target, [...x.at.slice(0, -1), last]),
      ctx.load(scale, [last]),
    );
    const isFirst = pool.binary('eq', j, zero);
    const shifted = pool.binary('sub', above, pool.binary('mul', j, own));
    defineArray(ctx, array, x.indices, pool.select(isFirst, above, shifted));
    return array;
  },
  unconstrain(event) {
    const size = event.length;
    const free = new Float64Array(size - 1);
    let tail = 0;
    for (let i = size - 1; i >= 1; i--) {
      const w = (tail - event[i]) / i;
      free[i - 1] = w * Math.sqrt(i * (i + 1));
      tail += w;
    }
    return free;
  },
};
