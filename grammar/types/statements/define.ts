/** `let`, `deterministic`, `potential` and `fun`. */

import { repeated } from '../../checks/duplicate-name.ts';
import { circularStep, otherSteps } from '../../checks/recursion-order.ts';
import type { OpenSymbol } from '../../scope/symbol.ts';
import { dimSize } from '../../shapes/dim-table.ts';
import { anonymous, arrayType, unknownType } from '../../shapes/type.ts';
import type { FunStatement, LetStatement, PotentialStatement } from '../../syntax/ast.ts';
import { orderOfStep, type RecurrenceOrder, recurrenceOrder } from '../../syntax/recurrence.ts';
import { walkExpr } from '../../syntax/walk.ts';
import { bindIndices } from '../binders.ts';
import { constantOf } from '../constants.ts';
import type { Context, Env, Self } from '../context.ts';
import { asArray, inferArray, inferExpr } from '../infer-array.ts';
import { annotatedType, findingKey, inferBody } from '../infer-function.ts';
import { ofRows } from '../infer-kind.ts';
import { topLevel } from './top-level.ts';

export function checkLet(ctx: Context, statement: LetStatement, symbol: OpenSymbol): void {
  if (statement.indices.length === 0) {
    const where = `in \`${statement.kind} ${symbol.name}\``;
    const found = inferExpr(ctx, topLevel, statement.value);
    if (found.kind === 'distribution' && statement.kind === 'let') {
      symbol.type = found;
      return;
    }
    const type = asArray(ctx, statement.value, found, where);
    symbol.type = type ?? unknownType;
    if (type !== null && type.dims.length === 0 && type.depends === 'data')
      symbol.constant = constantOf(ctx, topLevel, statement.value);
    return;
  }
  const { env, symbols } = bindIndices(ctx, topLevel, statement.indices, statement);
  const self: Self = { symbol, binders: symbols, order: recurrenceOrder([statement]) };
  checkElements(ctx, statement, env, self);
}

/** `let { a[t in d] = …  b[t in d] = … }` */
export function checkJoint(ctx: Context, members: readonly LetStatement[]): void {
  const order = recurrenceOrder(members);
  const depends = dependsOnUnknown(ctx, members) ? 'param' : 'data';
  const bound = members.flatMap((statement) => {
    const symbol = ctx.references.get(statement.name);
    if (symbol === undefined) return [];
    const { env, symbols } = bindIndices(ctx, topLevel, statement.indices, statement);
    return [{ statement, env, self: { symbol, binders: symbols, order, depends } satisfies Self }];
  });
  checkSteps(
    ctx,
    bound.map(({ self }) => self),
    order,
  );
  const first = ctx.statement.current;
  for (const { statement, env, self } of bound) {
    ctx.statement.current = statement;
    const others = bound.map((one) => one.self).filter((one) => one !== self);
    checkElements(ctx, statement, env, { ...self, others });
    const { symbol } = self;
    if (symbol.type.kind === 'array') symbol.type = { ...symbol.type, depends };
  }
  ctx.statement.current = first;
  const step = orderOfStep(members, order);
  if ('circle' in step) ctx.report(circularStep(members, step.circle));
}

function checkElements(ctx: Context, statement: LetStatement, inner: Env, self: Self): void {
  const { symbol, binders } = self;
  const env: Env = { ...inner, self };
  const where = `in \`${statement.kind} ${symbol.name}\``;
  const value = asArray(ctx, statement.value, inferExpr(ctx, env, statement.value), where);
  const axes = binders.map((s) => s.domain?.dim ?? anonymous(null));
  if (value === null) return;
  const type = arrayType(value.element, [...axes, ...value.dims], value.depends, value.labelsOf);
  symbol.type = ofRows(value, type);
}

/** All definitions of a block take the same steps. */
export function checkSteps(
  ctx: Context,
  [first, ...rest]: readonly Self[],
  { along }: RecurrenceOrder,
): void {
  const domainOf = ({ binders }: Self) => binders[along]?.domain ?? null;
  const steps = first === undefined ? null : domainOf(first);
  if (steps === null) return;
  for (const other of rest) {
    const own = domainOf(other);
    const size = own === null ? null : dimSize(own.dim, ctx.table);
    const expected = dimSize(steps.dim, ctx.table);
    const isSame =
      own !== null &&
      (own.dim.kind === 'named' && steps.dim.kind === 'named'
        ? own.dim.name === steps.dim.name
        : size === null || expected === null || size === expected);
    if (!isSame) ctx.report(otherSteps(first.symbol, other.symbol, along));
  }
}

/** Whether a name in any of the definitions depends on unknowns, as then all of them may. */
function dependsOnUnknown(ctx: Context, members: readonly LetStatement[]): boolean {
  let isFound = false;
  for (const { value } of members)
    walkExpr(value, (expr) => {
      const name = expr.kind === 'name' ? expr.name : expr.kind === 'call' ? expr.callee.name : '';
      const type = ctx.globals.get(name)?.type;
      isFound ||= (type?.kind === 'array' && type.depends === 'param') || type?.kind === 'function';
    });
  return isFound;
}

export function checkPotential(ctx: Context, statement: PotentialStatement, symbol: OpenSymbol): void {
  const type = inferArray(ctx, topLevel, statement.value, `in \`potential ${symbol.name}\``);
  symbol.type = type ?? unknownType;
}

export function checkFun(ctx: Context, statement: FunStatement, symbol: OpenSymbol): void {
  const seen = new Map<string, { readonly start: number; readonly end: number }>();
  for (const param of statement.params) {
    const first = seen.get(param.name.name);
    if (first !== undefined) ctx.report(repeated(`argument \`${param.name.name}\``, param.name.span, first));
    else seen.set(param.name.name, param.name.span);
  }
  const types = statement.params.map((p) => annotatedType(ctx, p));
  const findings = new Set<string>();
  const inner: Context = {
    ...ctx,
    report: (d) => {
      findings.add(findingKey(d));
      ctx.report(d);
    },
  };
  inferBody(inner, statement, types);
  ctx.bodyFindings.set(statement, findings);
  symbol.type = { kind: 'function', statement };
}
