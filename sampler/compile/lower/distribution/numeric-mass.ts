/**
 * Probability of a range by numerical integration at compile time, for distributions without a distribution function
 * whose arguments and bounds are data. Tanh-sinh quadrature (Takahasi and Mori 1974); sums for discrete ones.
 */
import type { IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { freeOrdered } from '../context.ts';
import { type ArrayValue, type DistributionValue, scalarValue } from '../value.ts';
import type { EventDensity } from './event-density.ts';
import { boundsOf } from './support.ts';

/** Null where an argument or bound depends on an unknown, or the range has no probability. */
export function numericLogMass(
  ctx: Context,
  dist: DistributionValue,
  lower: ArrayValue | undefined,
  upper: ArrayValue | undefined,
  discrete: boolean,
  eventDensity: EventDensity,
): ScalarExpr | null {
  const { pool } = ctx;
  const support = boundsOf(ctx, dist);
  const at = (value: ArrayValue | undefined, otherwise: number): ScalarExpr =>
    value === undefined ? pool.constant(otherwise) : value.at([]);
  const lo = pool.binary(
    'max',
    at(lower, Number.NEGATIVE_INFINITY),
    at(support.lower, Number.NEGATIVE_INFINITY),
  );
  const hi = pool.binary(
    'min',
    at(upper, Number.POSITIVE_INFINITY),
    at(support.upper, Number.POSITIVE_INFINITY),
  );
  // The variable of integration is an index, which may have any value in the evaluator.
  const variable = pool.freshIndex(0, 1);
  const x = scalarValue(pool, pool.index(variable));
  const density = eventDensity(ctx, dist, x, { guarded: false, span: dist.span }).at([]);

  const free = new Set<IndexId>([lo, hi, density].flatMap((expr) => [...pool.freeIndices(expr)]));
  const loops = freeOrdered(free, ctx.loops);
  const sizes = loops.map((loop) => loop.to - loop.from);
  const values = new Float64Array(sizes.reduce((a, b) => a * b, 1));
  const evaluate = createEvaluator(ctx);
  for (let flat = 0; flat < values.length; flat++) {
    const env = new Map<IndexId, number>();
    let rest = flat;
    for (let axis = loops.length - 1; axis >= 0; axis--) {
      env.set(loops[axis].id, loops[axis].from + (rest % sizes[axis]));
      rest = Math.floor(rest / sizes[axis]);
    }
    const from = evaluate(lo, env);
    const to = evaluate(hi, env);
    if (from === null || to === null || !(from <= to)) return null;
    const logDensityAt = (point: number): number | null => {
      env.set(variable.id, point);
      return evaluate(density, env);
    };
    const start = Number.isFinite(from) ? from : Number.isFinite(to) ? to : 0;
    if (logDensityAt(start) === null) return null;
    const mass = (discrete ? sumMass : integrate)(
      (point) => Math.exp(logDensityAt(point) ?? Number.NaN),
      from,
      to,
    );
    if (!(mass > 0)) return null;
    values[flat] = Math.log(mass);
  }
  if (loops.length === 0) return pool.constant(values[0]);
  const array = ctx.declareConstant('log mass', sizes, values);
  return ctx.load(
    array,
    loops.map((loop) => pool.binary('sub', pool.index(loop), pool.constant(loop.from))),
  );
}

function sumMass(f: (x: number) => number, from: number, to: number): number {
  let total = 0;
  for (let x = Math.ceil(from), n = 0; x <= to && n < 1e6; x++, n++) {
    const mass = f(x);
    total += mass;
    if (!Number.isFinite(to) && n > 100 && mass < total * 1e-17) break;
  }
  return total;
}

/** The integral of `f` over `from..to`, either end of which may be infinite. */
function integrate(f: (x: number) => number, from: number, to: number): number {
  const weighted = substitution(f, from, to);
  let step = 1;
  let total = weighted(0);
  for (let k = 1; k <= 8; k++) total += weighted(k * step) + weighted(-k * step);
  let previous = total * step;
  for (let level = 0; level < 9; level++) {
    step /= 2;
    for (let t = step; t <= 8; t += 2 * step) total += weighted(t) + weighted(-t);
    const next = total * step;
    if (level > 2 && Math.abs(next - previous) <= 1e-14 * Math.abs(next)) return next;
    previous = next;
  }
  return previous;
}

/** `f` in the variable t of the double-exponential map, times the map's derivative. */
function substitution(f: (x: number) => number, from: number, to: number): (t: number) => number {
  const half = Math.PI / 2;
  const keep = (value: number, slope: number): number => {
    const product = value * slope;
    return Number.isFinite(product) ? product : 0;
  };
  if (Number.isFinite(from) && Number.isFinite(to)) {
    const width = (to - from) / 2;
    return (t) => {
      const u = half * Math.sinh(t);
      const slope = (half * Math.cosh(t)) / Math.cosh(u) ** 2;
      // Distance from the nearer end keeps precision where the density is singular there.
      const gap = width * (2 / (1 + Math.exp(2 * Math.abs(u))));
      const x = t < 0 ? from + gap : to - gap;
      return keep(f(x), slope * width);
    };
  }
  if (Number.isFinite(from) || Number.isFinite(to)) {
    const sign = Number.isFinite(from) ? 1 : -1;
    const end = Number.isFinite(from) ? from : to;
    return (t) => {
      const gap = Math.exp(half * Math.sinh(t));
      return keep(f(end + sign * gap), half * Math.cosh(t) * gap);
    };
  }
  return (t) => {
    const u = half * Math.sinh(t);
    return keep(f(Math.sinh(u)), half * Math.cosh(t) * Math.cosh(u));
  };
}
