/** Interval arithmetic: bounds on an expression over all its loops and unknowns. */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Context } from './context.ts';

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

type OfArray = (ctx: Context, array: ArrayId) => Interval;
type Unary = Extract<ScalarExpr, { op: 'unary' }>['fn'];
type Binary = Extract<ScalarExpr, { op: 'binary' }>['fn'];
type Reduce = Extract<ScalarExpr, { op: 'reduce' }>['fn'];

export const anything: Interval = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY };
const truth: Interval = { lo: 0, hi: 1 };
const nonnegative: Interval = { lo: 0, hi: Number.POSITIVE_INFINITY };

/** @param ofArray the interval of an array's elements. */
export function intervalOf(ctx: Context, expr: ScalarExpr, ofArray: OfArray): Interval {
  const known = new Map<ScalarExpr, Interval>();
  const visit = (node: ScalarExpr): Interval => {
    const found = known.get(node) ?? compute(node);
    known.set(node, found);
    return found;
  };
  const compute = (node: ScalarExpr): Interval => {
    switch (node.op) {
      case 'const':
        return { lo: node.value, hi: node.value };
      case 'index': {
        const index = ctx.pool.rangeOf(node.index);
        return index === undefined ? anything : { lo: index.from, hi: index.to - 1 };
      }
      case 'load':
        return ofArray(ctx, node.array);
      case 'unary':
        return ofUnary(node.fn, visit(node.x));
      case 'binary':
        // A product with itself is a square.
        if (node.fn === 'mul' && node.x === node.y) return ofUnary('square', visit(node.x));
        return ofBinary(node.fn, visit(node.x), visit(node.y));
      case 'ternary':
        return anything;
      case 'select': {
        const [a, b] = [visit(node.then), visit(node.else)];
        return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
      }
      case 'reduce':
        return ofReduction(node.fn, visit(node.body));
    }
  };
  return visit(expr);
}

/** Intervals of arrays: data by their values, others by their definitions. */
export function intervalOfValues(ctx: Context, array: ArrayId): Interval {
  const known = ctx.valueIntervals.get(array);
  if (known !== undefined) return known;
  // Set first, since a recurrence loads its own array.
  ctx.valueIntervals.set(array, anything);
  const found = ofDefinition(ctx, array);
  ctx.valueIntervals.set(array, found);
  return found;
}

function ofDefinition(ctx: Context, array: ArrayId): Interval {
  const values = ctx.constants.get(array);
  if (values === undefined) {
    const body = ctx.bodies.get(array);
    return body === undefined ? anything : intervalOf(ctx, body, intervalOfValues);
  }
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) return anything;
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return { lo, hi };
}

function ofUnary(fn: Unary, { lo, hi }: Interval): Interval {
  switch (fn) {
    case 'neg':
      return { lo: -hi, hi: -lo };
    case 'floor':
    case 'ceil':
    case 'round':
      return { lo: Math.floor(lo), hi: Math.ceil(hi) };
    case 'step':
    case 'not':
    case 'inv_logit':
    case 'probit':
      return truth;
    case 'exp':
      return { lo: Math.exp(lo), hi: Math.exp(hi) };
    case 'expm1':
      return { lo: Math.expm1(lo), hi: Math.expm1(hi) };
    case 'log':
      return { lo: Math.log(Math.max(0, lo)), hi: Math.log(Math.max(0, hi)) };
    case 'log1p':
      return { lo: Math.log1p(Math.max(-1, lo)), hi: Math.log1p(Math.max(-1, hi)) };
    case 'sqrt':
      // NaN below 0.
      return { lo: Math.sqrt(Math.max(0, lo)), hi: Math.sqrt(Math.max(0, hi)) };
    case 'log1p_exp':
      return nonnegative;
    case 'abs':
    case 'square': {
      const value = fn === 'abs' ? Math.abs : (x: number) => x * x;
      const [a, b] = [value(lo), value(hi)];
      return { lo: lo <= 0 && hi >= 0 ? 0 : Math.min(a, b), hi: Math.max(a, b) };
    }
    case 'tanh':
      return { lo: Math.tanh(lo), hi: Math.tanh(hi) };
    case 'log_inv_logit':
    case 'log1m_exp':
      return { lo: Number.NEGATIVE_INFINITY, hi: 0 };
    default:
      return anything;
  }
}

function ofBinary(fn: Binary, a: Interval, b: Interval): Interval {
  switch (fn) {
    case 'add':
      return { lo: a.lo + b.lo, hi: a.hi + b.hi };
    case 'sub':
      return { lo: a.lo - b.hi, hi: a.hi - b.lo };
    case 'mul':
      return ofEnds([a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]);
    case 'div':
      // Division by 0 gives an infinity of either sign, or NaN.
      return b.lo > 0 || (b.lo === 0 && a.lo >= 0)
        ? ofEnds([a.lo / b.lo, a.lo / b.hi, a.hi / b.lo, a.hi / b.hi])
        : anything;
    case 'pow':
      return a.lo >= 0 ? nonnegative : anything;
    case 'min':
      return { lo: Math.min(a.lo, b.lo), hi: Math.min(a.hi, b.hi) };
    case 'max':
      return { lo: Math.max(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'and':
    case 'or':
      return truth;
    default:
      return anything;
  }
}

/** Hull of the ends. NaN (zero times infinity, infinity over itself) can be any limit. */
function ofEnds(ends: readonly number[]): Interval {
  if (!ends.some(Number.isNaN)) return { lo: Math.min(...ends), hi: Math.max(...ends) };
  return ends.every((end) => Number.isNaN(end) || end >= 0) ? nonnegative : anything;
}

function ofReduction(fn: Reduce, body: Interval): Interval {
  switch (fn) {
    case 'min':
    case 'max':
      return body;
    case 'sum':
    case 'prod':
      if (fn === 'prod' && body.lo >= 0 && body.hi <= 1) return truth;
      if (body.lo >= 0) return nonnegative;
      return fn === 'sum' && body.hi <= 0 ? { lo: Number.NEGATIVE_INFINITY, hi: 0 } : anything;
    default:
      return anything;
  }
}
