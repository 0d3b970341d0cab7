/** Elements of a quantity that is being defined, `x[t - 1]` inside `let x[t in time] = …`, and the order of its steps. */

import {
  alongTwoIndices,
  bothDirections,
  notEarlier,
  notEarlierDrawn,
  notEarlierTogether,
} from '../checks/recursion-order.ts';
import { lookup, type OpenSymbol } from '../scope/symbol.ts';
import { type ArrayType, anonymous, arrayType } from '../shapes/type.ts';
import type { IndexExpr } from '../syntax/ast.ts';
import type { RecurrenceOrder } from '../syntax/recurrence.ts';
import { walk } from '../syntax/walk.ts';
import { type Context, type Env, noteUse, quoted, record, type Self } from './context.ts';
import { inferExpr } from './infer-array.ts';
import { extremes, linearOf } from './linear-index.ts';

/** `err[t - 1]` inside `let err[t in time] = …`: the type of an array being defined; null for any other name. */
export function selfReference(ctx: Context, env: Env, expr: IndexExpr): ArrayType | 'not-earlier' | null {
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
