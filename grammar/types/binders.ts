/** Indices bound by `in`: `i in obs`, `t in 6..T`. */
import { nothingInRange } from '../checks/empty-range.ts';
import { mustBeData } from '../checks/needs-data.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import { type IndexDomain, type OpenSymbol, openSymbol, withNames } from '../scope/symbol.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { anonymous, arrayType } from '../shapes/type.ts';
import type { Binder, Expr, Statement } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, quoted } from './context.ts';
import { inferExpr } from './infer-array.ts';
import { isDimension, resolveDimension } from './resolve-names.ts';

interface Bound {
  readonly env: Env;
  readonly symbols: readonly OpenSymbol[];
}

/** Declares the indices in order; the range of an index may use earlier ones. */
export function bindIndices(ctx: Context, env: Env, binders: readonly Binder[], statement: Statement): Bound {
  let inner = env;
  const symbols: OpenSymbol[] = [];
  for (const binder of binders) {
    const symbol = openSymbol(binder.name.name, 'index', binder.name.span, statement, binder);
    symbol.type = arrayType('int');
    symbol.domain = domainOf(ctx, inner, binder);
    symbol.bounds = { lo: symbol.domain.lo, hi: symbol.domain.hi };
    ctx.references.set(binder.name, symbol);
    symbols.push(symbol);
    inner = { ...inner, scope: withNames(inner.scope, [symbol]) };
  }
  return { env: inner, symbols };
}

const anything: IndexDomain = { dim: anonymous(null), lo: null, hi: null, fixed: false };

function domainOf(ctx: Context, env: Env, { domain }: Binder): IndexDomain {
  if (domain.kind === 'range') {
    const lo = domain.lo === undefined ? null : bound(ctx, env, domain.lo);
    const hi = domain.hi === undefined ? null : bound(ctx, env, domain.hi);
    if (lo !== null && hi !== null && hi < lo - 1) ctx.report(nothingInRange(domain.span, lo, hi));
    const size = lo === null || hi === null ? null : Math.max(0, hi - lo + 1);
    return { dim: anonymous(size), lo, hi, fixed: !mentionsIndex(ctx, env, domain.lo, domain.hi) };
  }
  if (domain.kind === 'name') {
    const dim = resolveDimension(ctx, env.scope, domain.name, domain);
    if (dim === null) return anything;
    const symbol = ctx.references.get(domain);
    if (symbol !== undefined && isDimension(symbol))
      ctx.types.set(domain, { kind: 'dimension', name: domain.name });
    return { dim, lo: 1, hi: dimSize(dim, ctx.table), fixed: true };
  }
  const type = inferExpr(ctx, env, domain);
  if (type.kind !== 'unknown')
    ctx.report(wrongType({ span: domain.span, expected: 'a dimension or a range `LO..HI`', found: type }));
  return anything;
}

/** A bound of a range: a whole number known from the data. */
export function bound(ctx: Context, env: Env, expr: Expr): number | null {
  const type = inferExpr(ctx, env, expr);
  if (type.kind === 'unknown') return null;
  if (type.kind !== 'array' || type.dims.length > 0) {
    ctx.report(
      wrongType({ span: expr.span, expected: 'a whole number', found: type, where: 'as an end of a range' }),
    );
    return null;
  }
  const value = constantOf(ctx, env, expr);
  if (value !== null && Number.isInteger(value)) return value;
  if (value !== null || type.element === 'real') {
    if (type.depends === 'param') {
      ctx.report(mustBeData(expr.span, 'the end of a range', quoted(ctx, expr.span, 'this')));
    } else {
      ctx.report(
        wrongType({
          span: expr.span,
          expected: 'a whole number',
          found: type,
          where: 'as an end of a range',
        }),
      );
    }
    return null;
  }
  return null;
}

function mentionsIndex(ctx: Context, env: Env, ...exprs: readonly (Expr | undefined)[]): boolean {
  return exprs.some((expr) => {
    if (expr === undefined) return false;
    if (expr.kind === 'name') {
      for (let s: typeof env.scope | null = env.scope; s !== null; s = s.parent)
        if (s.names.has(expr.name)) return true;
      return false;
    }
    if (expr.kind === 'binary') return mentionsIndex(ctx, env, expr.left, expr.right);
    if (expr.kind === 'unary') return mentionsIndex(ctx, env, expr.operand);
    return expr.kind !== 'number' && !(expr.kind === 'call' && expr.callee.name === 'size');
  });
}
