/** Positions as linear forms of indices, `t - k + 1`, and the least and greatest value they reach. */
import { lookup, type OpenSymbol } from '../scope/symbol.ts';
import type { Expr } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import type { Context, Env } from './context.ts';

interface Linear {
  readonly constant: number;
  readonly terms: ReadonlyMap<OpenSymbol, number>;
}

/** Null where the expression is not linear in indices with known coefficients. */
export function linearOf(ctx: Context, env: Env, expr: Expr): Linear | null {
  const constant = constantOf(ctx, env, expr);
  if (constant !== null) return { constant, terms: new Map() };
  switch (expr.kind) {
    case 'name': {
      const symbol = lookup(env.scope, expr.name);
      return symbol?.kind === 'index' ? { constant: 0, terms: new Map([[symbol, 1]]) } : null;
    }
    case 'unary': {
      if (expr.op !== '-') return null;
      const x = linearOf(ctx, env, expr.operand);
      return x && scale(x, -1);
    }
    case 'binary': {
      const x = linearOf(ctx, env, expr.left);
      if (x === null) return null;
      const y = linearOf(ctx, env, expr.right);
      if (y === null) return null;
      if (expr.op === '+') return add(x, y);
      if (expr.op === '-') return add(x, scale(y, -1));
      if (expr.op === '*' && x.terms.size === 0) return scale(y, x.constant);
      if (expr.op === '*' && y.terms.size === 0) return scale(x, y.constant);
      return null;
    }
    default:
      return null;
  }
}

function scale(x: Linear, by: number): Linear {
  return { constant: x.constant * by, terms: new Map([...x.terms].map(([s, c]) => [s, c * by])) };
}

function add(x: Linear, y: Linear): Linear {
  const terms = new Map(x.terms);
  for (const [symbol, c] of y.terms) {
    const sum = (terms.get(symbol) ?? 0) + c;
    if (sum === 0) terms.delete(symbol);
    else terms.set(symbol, sum);
  }
  return { constant: x.constant + y.constant, terms };
}

/** Values that are certainly reached; null where an index's range is unknown or depends on another index. */
export function extremes(x: Linear): { readonly lo: number | null; readonly hi: number | null } {
  let lo: number | null = x.constant;
  let hi: number | null = x.constant;
  for (const [symbol, c] of x.terms) {
    const domain = symbol.domain;
    if (domain === null || !domain.fixed) return { lo: null, hi: null };
    if (domain.lo !== null && domain.hi !== null && domain.hi < domain.lo) return { lo: null, hi: null };
    const ends = c > 0 ? [domain.lo, domain.hi] : [domain.hi, domain.lo];
    lo = lo === null || ends[0] === null ? null : lo + c * ends[0];
    hi = hi === null || ends[1] === null ? null : hi + c * ends[1];
  }
  return { lo, hi };
}
