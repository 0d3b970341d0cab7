/** `a[i]`, `a[county_of]`, `a["Anoka"]`, `x[t - 1]`, `x[2..5]`, `C[.., 1]`. */

import { tooManyIndices } from '../checks/index-count.ts';
import { backwards, outOfRange } from '../checks/index-range.ts';
import { mustBeData } from '../checks/needs-data.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import { labelWithoutQuotes, noSuchLabel, wrongLabels } from '../checks/unknown-label.ts';
import { broadcast } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import {
  type ArrayType,
  anonymous,
  arrayType,
  type Dim,
  formatType,
  type Type,
  unknownType,
} from '../shapes/type.ts';
import type { Expr, IndexExpr, Range } from '../syntax/ast.ts';
import { type Advice, turnedTarget } from './axis-order.ts';
import { bound } from './binders.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, quoted } from './context.ts';
import { asArray, axisInWords, inferExpr } from './infer-array.ts';
import { ofIndexed } from './infer-kind.ts';
import { extremes, linearOf } from './linear-index.ts';
import { find } from './resolve-names.ts';
import { selfReference } from './self-reference.ts';
import { shapeOrigin } from './shape-origin.ts';

export function inferIndex(ctx: Context, env: Env, expr: IndexExpr): Type {
  const reference = selfReference(ctx, env, expr);
  if (reference === 'not-earlier') {
    for (const arg of expr.args) inferArgument(ctx, env, arg);
    return unknownType;
  }
  const self = reference;
  const target = self ?? asArray(ctx, expr.target, inferExpr(ctx, env, expr.target), 'before `[`');
  if (target === null) {
    for (const arg of expr.args) inferArgument(ctx, env, arg);
    return unknownType;
  }
  if (self === null && expr.args.length > target.dims.length) {
    for (const arg of expr.args) inferArgument(ctx, env, arg);
    const what = quoted(ctx, expr.target.span, 'this');
    ctx.report(tooManyIndices(expr.span, what, target, target.dims.length, expr.args.length));
    return unknownType;
  }
  const kept: Dim[] = [];
  let gathered: readonly Dim[] = [];
  let gatherAt = -1;
  let depends = target.depends;
  let known = true;
  let firstGather: Expr | null = null;
  const whole = target.dims.map(() => false);
  let sliced = false;
  target.dims.forEach((axis, i) => {
    const arg = expr.args[i];
    if (arg === undefined) {
      kept.push(axis);
      whole[i] = true;
      return;
    }
    const rest = i === expr.args.length - 1 ? target.dims.slice(i) : [];
    const array = i === 0 ? expr.target : null;
    const selection = select(ctx, env, axis, arg, rest, array);
    if (selection === null) {
      known = false;
      return;
    }
    if (selection.kind === 'keep') {
      kept.push(selection.dim);
      whole[i] = selection.dim === axis;
      sliced = i === target.dims.length - 1 && !whole[i];
      return;
    }
    if (selection.type.depends === 'param') depends = 'param';
    if (selection.type.dims.length === 0) return;
    if (gatherAt < 0) gatherAt = kept.length;
    const joined = broadcast(gathered, selection.type.dims, ctx.table);
    if (joined.ok) {
      gathered = joined.dims;
      firstGather ??= arg.kind === 'range' ? null : arg;
      return;
    }
    known = false;
    const message = `positions do not line up: axis ${axisInWords(ctx, joined.clash.left)} does not go with axis ${axisInWords(ctx, joined.clash.right)}`;
    const first = firstGather === null ? [] : shapeOrigin(ctx, firstGather, joined.clash.left);
    const second = arg.kind === 'range' ? [] : shapeOrigin(ctx, arg, joined.clash.right);
    ctx.report(shapesDiffer(arg.span, message, [...first, ...second]));
  });
  if (!known) return unknownType;
  const dims = gatherAt < 0 ? kept : [...kept.slice(0, gatherAt), ...gathered, ...kept.slice(gatherAt)];
  const result = arrayType(target.element, dims, depends, target.labelsOf);
  return ofIndexed(target, result, whole, sliced);
}

function inferArgument(ctx: Context, env: Env, arg: Expr | Range): void {
  if (arg.kind !== 'range') inferExpr(ctx, env, arg);
  else {
    if (arg.lo) inferExpr(ctx, env, arg.lo);
    if (arg.hi) inferExpr(ctx, env, arg.hi);
  }
}

type Selection =
  | { readonly kind: 'at'; readonly type: ArrayType }
  | { readonly kind: 'keep'; readonly dim: Dim };

/** `rest` are the axes from this one on where this is the last index, else empty; `array` is what its first index is of. */
function select(
  ctx: Context,
  env: Env,
  axis: Dim,
  arg: Expr | Range,
  rest: readonly Dim[],
  array: Expr | null,
): Selection | null {
  if (arg.kind === 'range') return slice(ctx, env, axis, arg);
  if (isBareLabel(ctx, env, axis, arg)) return null;
  const type = inferExpr(ctx, env, arg);
  if (type.kind === 'unknown') return null;
  if (type.kind === 'string') return label(ctx, axis, arg);
  if (type.kind === 'dimension' && axis.kind === 'named' && axis.name === type.name)
    return { kind: 'keep', dim: axis };
  if (type.kind === 'array' && type.element === 'bool' && type.dims.length > 0)
    return chosen(ctx, axis, arg, type);
  if (type.kind !== 'array' || type.element !== 'int') {
    ctx.report(
      wrongType({
        span: arg.span,
        expected: 'a whole number, a label or an array of positions',
        found: type,
        where: 'as an index',
        advice: type.kind === 'array' ? otherIndex(type) : undefined,
      }),
    );
    return null;
  }
  if (type.labelsOf !== null && axis.kind === 'named' && axis.name !== type.labelsOf) {
    const own = rest.findIndex((d) => d.kind === 'named' && d.name === type.labelsOf);
    const skipped = own < 0 ? null : own;
    ctx.report(wrongLabels(arg.span, quoted(ctx, arg.span, 'this'), type.labelsOf, axis.name, skipped));
    return null;
  }
  checkPosition(ctx, env, axis, arg, type, array === null ? null : turnedTarget(ctx, array, rest, arg));
  return { kind: 'at', type };
}

function otherIndex({ element }: ArrayType): string | undefined {
  return element === 'real' ? 'declare it as `int`, or as labels of a dimension' : undefined;
}

/** `y[site_of == "a"]`: the elements for which a condition on data holds, along an axis without a name. */
function chosen(ctx: Context, axis: Dim, arg: Expr, type: ArrayType): Selection | null {
  const written = quoted(ctx, arg.span, 'the condition');
  if (
    type.dims.length > 1 ||
    !broadcast([axis], type.dims, ctx.table).ok ||
    !isSameAxis(axis, type.dims[0])
  ) {
    const message = `a condition chooses among the elements of axis ${axisInWords(ctx, axis)}, but ${written} is \`${formatType(type)}\``;
    ctx.report(shapesDiffer(arg.span, message, shapeOrigin(ctx, arg, type.dims[0])));
    return null;
  }
  if (type.depends !== 'param') return { kind: 'keep', dim: anonymous(null) };
  ctx.report(mustBeData(arg.span, 'which elements are chosen', written));
  return null;
}

/** Two named axes are the same one; an axis without a name goes with any of its size. */
function isSameAxis(a: Dim, b: Dim): boolean {
  return a.kind !== 'named' || b.kind !== 'named' || a.name === b.name;
}

/** `a[Anoka]`: a label without its quotes, reported here. */
function isBareLabel(ctx: Context, env: Env, axis: Dim, arg: Expr): boolean {
  if (arg.kind !== 'name' || axis.kind !== 'named') return false;
  if (find(ctx, env.scope, arg.name) !== null || ctx.all.has(arg.name)) return false;
  if (ctx.table.labelsOf(axis.name)?.includes(arg.name) !== true) return false;
  ctx.report(labelWithoutQuotes(arg.span, arg.name, axis.name));
  return true;
}

function label(ctx: Context, axis: Dim, arg: Expr): Selection | null {
  if (arg.kind !== 'string') {
    ctx.report(
      wrongType({ span: arg.span, expected: 'one label', found: { kind: 'string' }, where: 'as an index' }),
    );
    return null;
  }
  const labels = axis.kind === 'named' ? ctx.table.labelsOf(axis.name) : null;
  if (axis.kind === 'named' && labels !== null && !labels.includes(arg.value))
    ctx.report(noSuchLabel(arg.span, arg.value, axis.name, labels));
  return { kind: 'at', type: arrayType('int') };
}

function slice(ctx: Context, env: Env, axis: Dim, range: Range): Selection | null {
  if (range.lo === undefined && range.hi === undefined) return { kind: 'keep', dim: axis };
  for (const end of [range.lo, range.hi]) {
    if (end === undefined) continue;
    const type = inferExpr(ctx, env, end);
    if (type.kind === 'array' && type.depends === 'param') {
      ctx.report(mustBeData(end.span, 'the end of a slice', quoted(ctx, end.span, 'this')));
      return null;
    }
  }
  const size = dimSize(axis, ctx.table);
  const lo = range.lo === undefined ? 1 : bound(ctx, env, range.lo);
  const hi = range.hi === undefined ? size : bound(ctx, env, range.hi);
  if ((lo !== null && lo < 1) || (hi !== null && size !== null && hi > size)) {
    const what = `slice ${lo ?? ''}..${hi ?? ''} lies outside`;
    ctx.report(outOfRange({ span: range.span, what, axis: axisName(axis), size }));
    return null;
  }
  if (lo !== null && hi !== null && hi < lo) {
    ctx.report(backwards(range.span, lo, hi));
    return null;
  }
  if (lo === 1 && hi !== null && hi === size) return { kind: 'keep', dim: axis };
  return { kind: 'keep', dim: anonymous(lo === null || hi === null ? null : Math.max(0, hi - lo + 1)) };
}

function axisName(axis: Dim): string {
  return axis.kind === 'named' ? `\`${axis.name}\`` : 'this axis';
}

/** Reports positions that are certainly below 1 or beyond the axis, unless an `if` may guard them. */
function checkPosition(
  ctx: Context,
  env: Env,
  axis: Dim,
  arg: Expr,
  type: ArrayType,
  turned: Advice | null,
): void {
  const size = dimSize(axis, ctx.table);
  if (type.dims.length > 0) {
    // Where all values are known, so are the elements that a condition excludes.
    if (!env.guarded) checkPositions(ctx, axis, arg, size, type);
    return;
  }
  const constant = constantOf(ctx, env, arg);
  if (constant !== null) {
    if (constant < 1 || (size !== null && constant > size))
      ctx.report(
        outOfRange({
          span: arg.span,
          what: `position ${constant} does not exist`,
          axis: axisName(axis),
          size,
          advice:
            constant < 0 && axis.kind === 'named' ? `the last one is \`size(${axis.name})\`` : undefined,
        }),
      );
    return;
  }
  if (env.guarded) return;
  const linear = linearOf(ctx, env, arg);
  if (linear === null) return;
  const range = extremes(linear);
  const what = quoted(ctx, arg.span, 'the position');
  const [index] = linear.terms.keys();
  const name = index?.name ?? 't';
  if (range.lo !== null && range.lo < 1) {
    const advice = `guard it with \`if\`, or let \`${name}\` begin later`;
    ctx.report(
      outOfRange({ span: arg.span, what: `${what} reaches ${range.lo}`, axis: axisName(axis), size, advice }),
    );
  } else if (range.hi !== null && size !== null && range.hi > size) {
    const advice = turned?.text ?? `guard it with \`if\`, or let \`${name}\` end earlier`;
    const fixes = turned === null ? [] : [turned.fix];
    const reached = `${what} reaches ${range.hi}`;
    ctx.report(outOfRange({ span: arg.span, what: reached, axis: axisName(axis), size, advice, fixes }));
  }
}

/** Integer data used as positions, once their values are known. */
function checkPositions(ctx: Context, axis: Dim, arg: Expr, size: number | null, type: ArrayType): void {
  if (arg.kind !== 'name' || size === null || type.labelsOf !== null) return;
  const array = ctx.references.get(arg)?.kind === 'data' ? ctx.data?.arrays.get(arg.name) : undefined;
  if (array === undefined) return;
  const at = array.values.findIndex((v) => v < 1 || v > size);
  if (at < 0) return;
  const what = `\`${arg.name}\` has ${array.values[at]} at position ${at + 1}`;
  // One mark for each element is a condition, not a list of positions.
  const isMark = array.values.length === size && array.values.every((v) => v === 0 || v === 1);
  const advice = isMark ? `for the elements that it marks write \`${arg.name} == 1\`` : undefined;
  ctx.report(outOfRange({ span: arg.span, what, axis: axisName(axis), size, advice }));
}
