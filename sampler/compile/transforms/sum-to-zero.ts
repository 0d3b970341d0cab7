/**
 * Arrays that sum to zero along one or several axes, by an orthonormal basis along each, so that the Jacobian is
 * constant: with w[i] = u[i] / sqrt(i (i + 1)), x[j] = sum(w[i] for i >= j) - (j - 1) w[j - 1], indices from 1.
 * Stan reference manual, "Zero sum vector".
 */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Context } from '../lower/context.ts';
import { defineArray } from '../lower/emit-statements.ts';
import { freeElement, sizes, type Transform } from './transform.ts';

export const sumToZero: Transform = {
  suffix: 'sum_to_zero',
  eventDims: 1,
  freeShape: ([size]) => [size - 1],
  constrain(target) {
    const { ctx, name, batch, event } = target;
    const shape = [...sizes(batch), event[0].size];
    return spread(ctx, name, (at) => freeElement(target, at), shape, shape.length - 1);
  },
  unconstrain: (event) => gathered(event),
};

/** The axes are counted from the last, which is 1: those before them all are batch axes. */
export function sumToZeroOver(fromEnd: readonly number[]): Transform {
  const eventDims = Math.max(...fromEnd);
  const axes = fromEnd.map((k) => eventDims - k).sort((a, b) => a - b);
  return {
    suffix: `${OVER}_${fromEnd.join('_')}`,
    eventDims,
    freeShape: (event) => event.map((size, axis) => (axes.includes(axis) ? size - 1 : size)),
    constrain(target) {
      const { ctx, name, batch, event } = target;
      const lead = sizes(batch);
      const shape = [...lead, ...this.freeShape(sizes(event))];
      let load = (at: readonly ScalarExpr[]): ScalarExpr => freeElement(target, at);
      let array = target.free;
      for (const [k, axis] of axes.entries()) {
        shape[lead.length + axis] += 1;
        array = spread(
          ctx,
          k === axes.length - 1 ? name : `${name} part`,
          load,
          [...shape],
          lead.length + axis,
        );
        const made = array;
        load = (at) => ctx.load(made, at);
      }
      return array;
    },
    unconstrain(event, shape) {
      let [values, sized] = [event, [...shape]];
      for (const axis of axes) {
        values = alongAxis(values, sized, axis, gathered);
        sized = sized.map((size, k) => (k === axis ? size - 1 : size));
      }
      return values;
    },
  };
}

const OVER = 'sum_to_zero_over';

/** The transform of such a suffix, or null. */
export function sumToZeroOfSuffix(suffix: string): Transform | null {
  if (!suffix.startsWith(`${OVER}_`)) return null;
  return sumToZeroOver(
    suffix
      .slice(OVER.length + 1)
      .split('_')
      .map(Number),
  );
}

/** The array of this shape whose lines along the axis sum to zero, of one with an element less along it. */
function spread(
  ctx: Context,
  name: string,
  load: (at: readonly ScalarExpr[]) => ScalarExpr,
  shape: readonly number[],
  axis: number,
): ArrayId {
  const { pool } = ctx;
  const size = shape[axis];
  const others = shape.filter((_, k) => k !== axis);
  const zero = pool.constant(0);
  const one = pool.constant(1);
  const placed = (at: readonly ScalarExpr[], position: ScalarExpr): ScalarExpr[] => [
    ...at.slice(0, axis),
    position,
    ...at.slice(axis),
  ];

  // tail[r] sums the last r of w, so that it is a recurrence on earlier elements.
  const weights = Float64Array.from(
    { length: Math.max(size - 1, 0) },
    (_, i) => 1 / Math.sqrt((i + 1) * (i + 2)),
  );
  const scale = ctx.declareConstant(`${name} basis`, [weights.length], weights);
  const tail = ctx.declare(`${name} tail`, [...others, size]);
  const t = ctx.freshLoop([...others, size]);
  const r = t.at[t.at.length - 1];
  const i = pool.binary('sub', pool.constant(size - 1), r);
  const w = pool.binary('mul', load(placed(t.at.slice(0, -1), i)), ctx.load(scale, [i]));
  const before = pool.load(tail, [...t.at.slice(0, -1), pool.binary('sub', r, one)]);
  defineArray(
    ctx,
    tail,
    t.indices,
    pool.select(pool.binary('eq', r, zero), zero, pool.binary('add', before, w)),
  );

  const array = ctx.declare(name, shape);
  const x = ctx.freshLoop(shape);
  const j = x.at[axis];
  const rest = x.at.filter((_, k) => k !== axis);
  const above = ctx.load(tail, [...rest, pool.binary('sub', pool.constant(size - 1), j)]);
  const last = pool.binary('sub', j, one);
  const own = pool.binary('mul', load(placed(rest, last)), ctx.load(scale, [last]));
  const isFirst = pool.binary('eq', j, zero);
  const shifted = pool.binary('sub', above, pool.binary('mul', j, own));
  defineArray(ctx, array, x.indices, pool.select(isFirst, above, shifted));
  return array;
}

/** The unconstrained values of one line. */
function gathered(line: Float64Array): Float64Array {
  const size = line.length;
  const free = new Float64Array(size - 1);
  let tail = 0;
  for (let i = size - 1; i >= 1; i--) {
    const w = (tail - line[i]) / i;
    free[i - 1] = w * Math.sqrt(i * (i + 1));
    tail += w;
  }
  return free;
}

/** Each line along the axis of a row-major array becomes another. */
export function alongAxis(
  values: Float64Array,
  shape: readonly number[],
  axis: number,
  change: (line: Float64Array) => Float64Array,
): Float64Array {
  const size = shape[axis];
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = shape.slice(0, axis).reduce((a, b) => a * b, 1);
  const lines = Array.from({ length: outer * inner }, (_, k) => {
    const first = Math.floor(k / inner) * size * inner + (k % inner);
    return change(Float64Array.from({ length: size }, (_, i) => values[first + i * inner]));
  });
  const length = lines[0]?.length ?? 0;
  const result = new Float64Array(outer * inner * length);
  for (const [k, line] of lines.entries())
    for (const [i, v] of line.entries())
      result[Math.floor(k / inner) * length * inner + i * inner + (k % inner)] = v;
  return result;
}
