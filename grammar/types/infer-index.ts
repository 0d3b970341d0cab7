/** `a[i]`, `a[county_of]`, `a["Anoka"]`, `x[t - 1]`, `x[2..5]`, `C[.., 1]`. */
import { tooManyIndices } from '../checks/index-count.ts';
import { backwards, outOfRange } from '../checks/index-range.ts';
import { mustBeData } from '../checks/needs-data.ts';
import {
  alongTwoIndices,
  bothDirections,
  notEarlier,
  notEarlierDrawn,
  notEarlierTogether,
} from '../checks/recursion-order.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import { labelWithoutQuotes, noSuchLabel, wrongLabels } from '../checks/unknown-label.ts';
import { lookup, type OpenSymbol } from '../scope/symbol.ts';
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
import type { RecurrenceOrder } from '../syntax/recurrence.ts';
import { walk } from '../syntax/walk.ts';
import { type Advice, turnedTarget } from './axis-order.ts';
import { bound } from './binders.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, noteUse, quoted, record, type Self } from './context.ts';
import { asArray, axisInWords, inferExpr } from './infer-array.ts';
import { ofIndexed } from './infer-kind.ts';
import { extremes, linearOf } from './linear-index.ts';
import { find } from './resolve-names.ts';
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

/** `err[t - 1]` inside `let err[t in time] = …`: the type of an array being defined; null for any other name. */
function selfReference(ctx: Context, env: Env, expr: IndexExpr): ArrayType | 'not-earlier' | null {
  const { self } = env;
  const { target } = expr;
  if (self === null || target.kind !== 'name') return null;
  const used = [self, ...(self.others ?? [])].find(({ symbol }) => symbol.name === target.name);
  if (used === undefined || lookup(env.scope, target.name) !== null) return null;
  if (used === self) {
    ctx.references.set(target, self.symbol);
    if (!self.symbol.uses.includes(target)) self.symbol.uses.push(target);
  } else noteUse(ctx, used.symbol, target);
  const dims = used.binders.map((b) => b.domain?.dim ?? anonymous(null));
  const depends = self.drawn === undefined ? (self.depends ?? 'data') : 'param';
  const type = arrayType(used.drawn?.element ?? 'real', dims, depends);
  record(ctx, target, type);
  if (used.binders.length === 0) return type;
  if (expr.args.length > dims.length) return type;
  return checkOrder(ctx, env, used, expr) ? type : 'not-earlier';
}

/** False after reporting. */
function checkOrder(ctx: Context, env: Env, used: Self, expr: IndexExpr): boolean {
  const { self } = env;
  if (self === null || expr.args.length === 0) return true;
  if (self.drawn !== undefined) return checkDrawnOrder(ctx, env, self, used, expr);
  const order = self.order ?? { along: 0, step: 1 };
  const index = self.binders[order.along];
  // Reported where the steps of the block are compared.
  if (index === undefined) return true;
  const arg = expr.args[order.along];
  const wrong = (found: string): boolean => {
    const names = self.binders.map(({ name }) => name);
    const span = arg?.span ?? expr.span;
    ctx.report(
      used === self
        ? notEarlier(self.symbol, names, order, span, found)
        : notEarlierTogether(self.symbol, used.symbol, order, span, found),
    );
    return false;
  };
  const need = order.step === 1 ? 'earlier' : 'later';
  if (arg === undefined) return wrong(`all elements along \`${index.name}\``);
  if (arg.kind === 'range') return wrong('a range of elements');
  const linear = linearOf(ctx, env, arg);
  if (linear === null) {
    if (env.guarded) return true;
    const type = inferExpr(ctx, env, arg);
    // Values that cannot be positions are reported where positions are checked.
    const isPosition = type.kind === 'array' && type.element === 'int';
    return isPosition ? wrong(`a position that need not be ${need}`) : true;
  }
  if (linear.terms.get(index) === 1) {
    const rest = new Map(linear.terms);
    rest.delete(index);
    const { lo, hi } = extremes({ constant: linear.constant, terms: rest });
    const ahead = order.step === 1 ? hi : lo === null ? null : -lo;
    if (ahead !== null && ahead <= -1) return true;
    const certain = rest.size === 0;
    // Those of the same step are ordered among themselves.
    if (certain && ahead === 0 && used !== self) return true;
    if (certain || (!env.guarded && ahead !== null)) {
      const by = ahead ?? 0;
      if (by === 0 && used === self && goesBackAlong(ctx, env, expr) && goesBackAlongFirst(self)) {
        const found = quoted(ctx, expr.span, 'this');
        ctx.report(alongTwoIndices(self.symbol, found, arg.span));
        return false;
      }
      const itself = used === self ? 'the element itself' : 'one that may be of the same step';
      return wrong(by === 0 ? itself : `an element ${by} ${order.step === 1 ? 'later' : 'earlier'}`);
    }
    return true;
  }
  return env.guarded ? true : wrong(`a position that need not be ${need}`);
}

/** Of elements that are drawn, one axis is that of time, whichever it is and in whichever direction. */
function checkDrawnOrder(
  ctx: Context,
  env: Env,
  { symbol, binders, drawn }: Self,
  used: Self,
  { args, span }: IndexExpr,
): boolean {
  const isOther = used.symbol !== symbol;
  const order = drawn?.order ?? { possible: null, uses: [] };
  const orders = [...binders.keys()].flatMap((along) =>
    stepsBefore(ctx, env, binders[along], args[along], isOther).map((step) => ({ along, step })),
  );
  const isSame = (one: RecurrenceOrder, other: RecurrenceOrder): boolean =>
    one.along === other.along && one.step === other.step;
  const { possible } = order;
  const left = possible?.filter((one) => orders.some((other) => isSame(one, other))) ?? inOrder(orders);
  if (left.length > 0) {
    order.possible = left;
    order.uses.push({ text: quoted(ctx, span, 'another'), span, orders });
    return true;
  }
  const found = quoted(ctx, span, 'this');
  const opposite = order.uses.find((use) =>
    use.orders.some(({ along, step }) => orders.some((own) => own.along === along && own.step === -step)),
  );
  const [own] = orders;
  if (opposite !== undefined && own !== undefined) {
    ctx.report(bothDirections(symbol, { text: found, span, isLater: own.step === -1 }, opposite));
    return false;
  }
  const { along, step } = possible?.[0] ?? { along: binders.length - 1, step: 1 as const };
  if (isOther) {
    ctx.report(notEarlierTogether(symbol, used.symbol, { along, step }, span, found));
    return false;
  }
  ctx.report(notEarlierDrawn(symbol, binders[along]?.name ?? 't', step, span, found, possible !== null));
  return false;
}

/** Forwards before backwards, where the uses leave both. */
function inOrder(orders: readonly RecurrenceOrder[]): readonly RecurrenceOrder[] {
  return orders.toSorted((a, b) => b.step - a.step || a.along - b.along);
}

/** The directions along an index in which the element at a position is drawn before. */
function stepsBefore(
  ctx: Context,
  env: Env,
  binder: OpenSymbol,
  arg: IndexExpr['args'][number] | undefined,
  isOther: boolean,
): readonly (1 | -1)[] {
  if (arg === undefined || arg.kind === 'range') return [];
  // `s[parent[n]]`: the compiler, which has the data, looks at them.
  if (isDatumAt(ctx, arg, binder)) return [1, -1];
  const linear = linearOf(ctx, env, arg);
  if (linear === null || linear.terms.get(binder) !== 1) return [];
  const rest = new Map(linear.terms);
  rest.delete(binder);
  const { lo, hi } = extremes({ constant: linear.constant, terms: rest });
  // Of another quantity, those of the same step are ordered among themselves.
  const least = isOther ? 0 : 1;
  const steps: (1 | -1)[] = [];
  if (hi !== null && hi <= -least) steps.push(1);
  if (lo !== null && lo >= least) steps.push(-1);
  return steps;
}

/** `parent[n]`, of a datum and the index. */
function isDatumAt(
  ctx: Context,
  arg: IndexExpr['args'][number],
  { name }: { readonly name: string },
): boolean {
  if (arg.kind !== 'index' || arg.target.kind !== 'name') return false;
  const isOwn = arg.args.some((one) => one.kind === 'name' && one.name === name);
  return isOwn && ctx.globals.get(arg.target.name)?.kind === 'data';
}

/** Whether the definition also uses elements that are earlier along its first index: `r[i - 1, j]`. */
function goesBackAlongFirst({ symbol, binders }: NonNullable<Env['self']>): boolean {
  if (symbol.statement.kind !== 'let' && symbol.statement.kind !== 'deterministic') return false;
  let isFound = false;
  walk(symbol.statement.value, (node) => {
    if (!('kind' in node) || node.kind !== 'index') return;
    const { target, args } = node as IndexExpr;
    const [first] = args;
    if (target.kind !== 'name' || target.name !== symbol.name || first?.kind !== 'binary') return;
    isFound ||= first.op === '-' && first.left.kind === 'name' && first.left.name === binders[0].name;
  });
  return isFound;
}

/** Whether the element is earlier along another index than the first: `r[i, j - 1]`. */
function goesBackAlong(ctx: Context, { self, ...env }: Env, { args }: IndexExpr): boolean {
  if (self === null) return false;
  return args.some((arg, i) => {
    const linear = i === 0 || arg.kind === 'range' ? null : linearOf(ctx, { self, ...env }, arg);
    if (linear === null || linear.terms.get(self.binders[i]) !== 1 || linear.terms.size !== 1) return false;
    return linear.constant < 0;
  });
}
