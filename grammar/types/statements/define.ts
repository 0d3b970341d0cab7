/** `let`, `deterministic`, `potential` and `fun`. */

import { repeated } from '../../checks/duplicate-name.ts';
import type { OpenSymbol } from '../../scope/symbol.ts';
import { anonymous, arrayType, unknownType } from '../../shapes/type.ts';
import type { FunStatement, LetStatement, PotentialStatement } from '../../syntax/ast.ts';
import { bindIndices } from '../binders.ts';
import { constantOf } from '../constants.ts';
import type { Context, Env } from '../context.ts';
import { asArray, inferArray, inferExpr } from '../infer-array.ts';
import { annotatedType, findingKey, inferBody } from '../infer-function.ts';
import { ofRows } from '../infer-kind.ts';
import { topLevel } from './top-level.ts';

export function checkLet(ctx: Context, statement: LetStatement, symbol: OpenSymbol): void {
  const where = `in \`${statement.kind} ${symbol.name}\``;
  if (statement.indices.length === 0) {
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
  const bound = bindIndices(ctx, topLevel, statement.indices, statement);
  const env: Env = { ...bound.env, self: { symbol, binders: bound.symbols } };
  const value = asArray(ctx, statement.value, inferExpr(ctx, env, statement.value), where);
  const axes = bound.symbols.map((s) => s.domain?.dim ?? anonymous(null));
  if (value === null) return;
  const type = arrayType(value.element, [...axes, ...value.dims], value.depends, value.labelsOf);
  symbol.type = ofRows(value, type);
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
