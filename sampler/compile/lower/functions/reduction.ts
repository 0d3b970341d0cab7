/** `sum(x)`, `sum(x over home)`, `sum(x by county_of)`, `sum(f(k) for k in state)` and the other reductions. */
import type { Index, ReduceFn, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import type { Arg, Expr, Ident } from '../../../../grammar/syntax/ast.ts';
import { type Axis, shapeText, sizeOf } from '../axes.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import type { Builtin, Call } from '../call-arguments.ts';
import { knownElements } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { dimensionAxis } from '../dimension.ts';
import { elementwise, unaryValue } from '../elementwise.ts';
import { evaluate, evaluateArray } from '../evaluate.ts';
import { checkSum } from '../limits.ts';
import { childScope, type Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, constantValue, type Element, type Value } from '../value.ts';
import { logSumExp } from './scalar.ts';

/** Operand of a reduction: an element per combination of the loops, with the remaining axes. */
interface Reducible {
  /** One per reduced axis, new for each element of the result. */
  readonly sizes: readonly { readonly from: number; readonly to: number }[];
  readonly dims: readonly Axis[];
  readonly element: Element;
  /** The number of elements differs between results, as in `mean(x[j] for j in 1..i)`: it is counted. */
  readonly isGrouped?: boolean;
  /** Any number of elements will do, since the value is not used. */
  readonly isUnused?: boolean;
  /** The element at loop positions and at positions of the remaining axes; null `inside` means always. */
  at(
    loop: readonly ScalarExpr[],
    rest: readonly ScalarExpr[],
  ): { readonly body: ScalarExpr; readonly inside: ScalarExpr | null };
}

type ReductionName =
  | 'sum'
  | 'prod'
  | 'mean'
  | 'sd'
  | 'var'
  | 'min'
  | 'max'
  | 'log_sum_exp'
  | 'any'
  | 'all'
  | 'count';

function reduction(name: ReductionName): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    if (expr.args.length > 1 && (name === 'min' || name === 'max' || name === 'log_sum_exp')) {
      return betweenArguments(call, name);
    }
    const arg = expr.args[0];
    if (arg === undefined || expr.args.length > 1) {
      ctx.fail('argument-count', `${name} takes one argument`, expr.span);
    }
    const x = { ...reducibleOf(ctx, call.scope, arg), isUnused: call.isKept === true };
    return reduce(ctx, name, x, expr.span);
  };
}

function betweenArguments(call: Call, name: 'min' | 'max' | 'log_sum_exp'): Value {
  const { ctx, scope, expr } = call;
  const operands = expr.args.map((arg) => ({
    value: evaluateArray(ctx, scope, arg.value),
    span: arg.value.span,
  }));
  const combine = (elements: readonly ScalarExpr[]): ScalarExpr =>
    name === 'log_sum_exp'
      ? logSumExp(ctx.pool, elements)
      : elements.reduce((x, y) => ctx.pool.binary(name, x, y));
  return elementwise(ctx, operands, combine, expr.span);
}

function reducibleOf(ctx: Context, scope: Scope, arg: Arg): Reducible {
  if (arg.binders !== undefined && arg.binders.length > 0) return comprehension(ctx, scope, arg);
  const own = arg.by === undefined && arg.over === undefined ? chosenWhenRun(ctx, scope, arg.value) : null;
  if (own !== null) return own;
  const value = evaluateArray(ctx, scope, arg.value);
  if (arg.by !== undefined) return byLabels(ctx, scope, value, arg.by);
  const reduced =
    arg.over === undefined ? value.dims.map((_, i) => i) : arg.over.map((dim) => axisNamed(ctx, value, dim));
  return overAxes(value, reduced);
}

/** The value with the given axes to be reduced. */
export function overAxes(value: ArrayValue, reduced: readonly number[]): Reducible {
  const kept = value.dims.flatMap((_, i) => (reduced.includes(i) ? [] : [i]));
  return {
    sizes: reduced.map((axis) => ({ from: 0, to: value.dims[axis].size })),
    dims: kept.map((axis) => value.dims[axis]),
    element: value.element,
    at(loop, rest) {
      const positions = new Array<ScalarExpr>(value.dims.length);
      reduced.forEach((axis, i) => {
        positions[axis] = loop[i];
      });
      kept.forEach((axis, i) => {
        positions[axis] = rest[i];
      });
      return { body: value.at(positions), inside: null };
    },
  };
}

/**
 * `y[y > 0]` where what is chosen is known only when the program runs, as of replicated data; null for anything else,
 * also where it is known.
 */
function chosenWhenRun(ctx: Context, scope: Scope, expr: Expr): Reducible | null {
  if (expr.kind !== 'index') return null;
  const conditions: { readonly arg: Expr; readonly axis: number; readonly holds: ArrayValue }[] = [];
  let kept = 0;
  for (const arg of expr.args) {
    const value = arg.kind === 'range' ? null : evaluate(ctx, scope, arg);
    if (arg.kind === 'range' || value?.kind !== 'array') {
      if (value?.kind !== 'string') kept += 1;
    } else if (value.dims.length > 0) {
      if (value.element !== 'bool') return null;
      if (knownElements(ctx, value) === null) conditions.push({ arg, axis: kept, holds: value });
      kept += 1;
    }
  }
  if (conditions.length === 0) return null;
  const args = expr.args.map((own) =>
    conditions.some(({ arg }) => arg === own) ? ({ kind: 'range', span: own.span } as const) : own,
  );
  const whole = evaluateArray(ctx, scope, { ...expr, args });
  const all = overAxes(whole, [...whole.dims.keys()]);
  return {
    ...all,
    isGrouped: true,
    at(loop, rest) {
      const inside = conditions
        .map(({ axis, holds }) => holds.at([loop[axis]]))
        .reduce((x, y) => ctx.pool.binary('and', x, y));
      return { ...all.at(loop, rest), inside };
    },
  };
}

/** One result for each label, of the elements that have it, along the axes of the labels. */
function byLabels(ctx: Context, scope: Scope, value: ArrayValue, by: Expr): Reducible {
  const { pool } = ctx;
  const labels = evaluateArray(ctx, scope, by);
  const axis = labels.labelsOf === null ? null : dimensionAxis(ctx, labels.labelsOf);
  if (axis === null)
    return ctx.fail(
      'type-mismatch',
      'expected labels from data after `by`, such as `site_of : site[row]`',
      by.span,
    );
  const free = value.dims.map((_, i) => i);
  const reduced = labels.dims.map(({ name }) => {
    const at = free.findLastIndex((i) => value.dims[i].name === name && name !== null);
    if (at < 0)
      ctx.fail(
        'shape-mismatch',
        `there is no dimension ${name ?? ''} to reduce: this has shape ${shapeText(value.dims)}`,
        by.span,
      );
    return free.splice(at, 1)[0];
  });
  const { sizes, dims, element, at } = overAxes(value, reduced);
  return {
    sizes,
    dims: [axis, ...dims],
    element,
    isGrouped: true,
    at: (loop, [label, ...rest]) => ({
      body: at(loop, rest).body,
      inside: pool.binary('eq', labels.at(loop), pool.binary('add', label, pool.constant(1))),
    }),
  };
}

function axisNamed(ctx: Context, value: ArrayValue, dim: Ident): number {
  const axis = value.dims.findIndex((d) => d.name === dim.name);
  if (axis >= 0) return axis;
  return ctx.fail(
    'shape-mismatch',
    `there is no dimension ${dim.name} to reduce: this has shape ${shapeText(value.dims)}`,
    dim.span,
  );
}

function comprehension(ctx: Context, scope: Scope, arg: Arg): Reducible {
  const bound: BoundIndex[] = [];
  let inner = scope;
  for (const binder of arg.binders ?? []) {
    const index = ctx.within(
      bound.map((b) => b.index),
      () => bindIndex(ctx, inner, binder),
    );
    bound.push(index);
    inner = childScope(inner, [[index.name, index.value]]);
  }
  const indices = bound.map((b) => b.index);
  const insides = bound.flatMap((b) => (b.inside === undefined ? [] : [b.inside]));
  const inside = insides.length === 0 ? null : insides.reduce((x, y) => ctx.pool.binary('and', x, y));
  const evaluateBody = (): ArrayValue => evaluateArray(ctx, inner, arg.value);
  if (indices.some((index) => index.to <= index.from)) {
    // There is no element, but the shape is still needed.
    const none = ctx.tentatively(() => ctx.within(indices, evaluateBody));
    return {
      sizes: [{ from: 0, to: 0 }],
      dims: none?.dims ?? [],
      element: none?.element ?? 'real',
      at: () => ({ body: ctx.pool.constant(0), inside: null }),
    };
  }
  const body = ctx.within(indices, () =>
    inside === null ? evaluateBody() : ctx.guarded(inside, evaluateBody),
  );
  return {
    sizes: indices,
    dims: body.dims,
    element: body.element,
    isGrouped: inside !== null,
    at(loop, rest) {
      const places = new Map(indices.map((index, i) => [index.id, loop[i]] as const));
      const element = ctx.within(indices, () => body.at(rest));
      return {
        body: ctx.pool.substitute(element, places),
        inside: inside === null ? null : ctx.pool.substitute(inside, places),
      };
    },
  };
}

const IDENTITY: Readonly<Record<ReduceFn, number>> = {
  sum: 0,
  prod: 1,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  log_sum_exp: Number.NEGATIVE_INFINITY,
};

/** Nested reductions, the last axis innermost; `ofNone` is the value of no elements. */
export function plainReduction(
  ctx: Context,
  fn: ReduceFn,
  x: Reducible,
  span: Span = ctx.origin.span,
  ofNone = IDENTITY[fn],
): ArrayValue {
  const { pool } = ctx;
  const identity = pool.constant(ofNone);
  const whole = x.element !== 'real' && fn !== 'log_sum_exp';
  return arrayValue(
    pool,
    x.dims,
    (rest) => {
      if (x.sizes.some((size) => size.to <= size.from)) return identity;
      const indices: Index[] = x.sizes.map((size) => pool.freshIndex(size.from, size.to));
      const { body, inside } = x.at(
        indices.map((index) => pool.index(index)),
        rest,
      );
      checkSum(ctx, x.sizes, body, span);
      const guarded = inside === null ? body : pool.select(inside, body, identity);
      return indices.reduceRight((inner, index) => pool.reduce(fn, index, inner), guarded);
    },
    { element: whole ? 'int' : 'real' },
  );
}

function reduce(ctx: Context, name: ReductionName, x: Reducible, span: Span): ArrayValue {
  switch (name) {
    case 'sum':
    case 'prod':
    case 'min':
    case 'max':
    case 'log_sum_exp':
      return plainReduction(ctx, name, x, span);
    case 'count':
      return counts(ctx, x, span);
    case 'any':
      return { ...plainReduction(ctx, 'max', x, span, 0), element: 'bool' };
    case 'all':
      return { ...plainReduction(ctx, 'min', x, span, 1), element: 'bool' };
    case 'mean':
      return mean(ctx, x, span);
    case 'var':
      return variance(ctx, x, span);
    case 'sd':
      return unaryValue(ctx, 'sqrt', variance(ctx, x, span));
  }
}

function countOf(ctx: Context, x: Reducible, least: number, span: Span): number {
  const n = sizeOf(x.sizes.map((size) => ({ size: size.to - size.from })));
  if (n < least && x.isUnused !== true)
    ctx.fail('shape-mismatch', `expected at least ${least} elements, found ${n}`, span);
  return n;
}

/** The number of elements of each result. */
function counts(ctx: Context, x: Reducible, span: Span): ArrayValue {
  const one = ctx.pool.constant(1);
  return plainReduction(
    ctx,
    'sum',
    { ...x, element: 'int', at: (loop, rest) => ({ ...x.at(loop, rest), body: one }) },
    span,
  );
}

function countsOf(ctx: Context, x: Reducible, least: number, span: Span): ArrayValue {
  return x.isGrouped === true ? counts(ctx, x, span) : constantValue(ctx.pool, countOf(ctx, x, least, span));
}

function mean(ctx: Context, x: Reducible, span: Span): ArrayValue {
  const n = countsOf(ctx, x, 1, span);
  const total = plainReduction(ctx, 'sum', x, span);
  return arrayValue(ctx.pool, x.dims, (at) =>
    ctx.pool.binary('div', total.at(at), n.at(n.dims.length === 0 ? [] : at)),
  );
}

/** With divisor n - 1, from deviations from the mean; of no elements it is no number, as of one: 0 / 0. */
function variance(ctx: Context, x: Reducible, span: Span): ArrayValue {
  const { pool } = ctx;
  const n = countsOf(ctx, x, 2, span);
  const centre = mean(ctx, x, span);
  const squares: Reducible = {
    ...x,
    element: 'real',
    at(loop, rest) {
      const { body, inside } = x.at(loop, rest);
      return { body: pool.unary('square', pool.binary('sub', body, centre.at(rest))), inside };
    },
  };
  const total = plainReduction(ctx, 'sum', squares, span);
  const one = pool.constant(1);
  const zero = pool.constant(0);
  return arrayValue(pool, x.dims, (at) => {
    const divisor = pool.binary('sub', n.at(n.dims.length === 0 ? [] : at), one);
    const isPositive = x.isGrouped !== true;
    return pool.binary('div', total.at(at), isPositive ? divisor : pool.binary('max', divisor, zero));
  });
}

const NAMES: readonly ReductionName[] = [
  'sum', 'prod', 'mean', 'sd', 'var', 'min', 'max', 'log_sum_exp', 'any', 'all', 'count',
]; // biome-ignore format: one list

export const reductionBuiltins: ReadonlyMap<string, Builtin> = new Map(
  NAMES.map((name) => [name, reduction(name)] as const),
);
