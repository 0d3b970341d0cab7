/**
 * Scalars as polynomials of unknowns, which suffices to prove that `w` and `1 - w` sum to one and that `a` and `b` do
 * not. Other expressions are unknowns, identified by their text.
 */
import { lookup } from '../scope/symbol.ts';
import type { Expr } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, textOf } from './context.ts';
import { find } from './resolve-names.ts';

/** Coefficients by monomial: the unknowns multiplied, sorted and joined; `''` is the constant. */
export interface Polynomial {
  readonly terms: ReadonlyMap<string, number>;
  /** Unknowns that are not free: other expressions, whose values may depend on each other. */
  readonly bound: ReadonlySet<string>;
}

/** Definitions are followed through this many names. */
const DEEPEST = 20;
const MOST_TERMS = 200;
const times = '\u0000';

export function constantPolynomial(value: number): Polynomial {
  return { terms: new Map([['', value]]), bound: new Set() };
}

export function polynomialOf(ctx: Context, env: Env, expr: Expr, depth = 0): Polynomial | null {
  if (depth > DEEPEST) return null;
  const known = constantOf(ctx, env, expr);
  if (known !== null) return Number.isFinite(known) ? constantPolynomial(known) : null;
  const of = (part: Expr) => polynomialOf(ctx, env, part, depth + 1);
  switch (expr.kind) {
    case 'name':
      return ofName(ctx, env, expr, depth);
    case 'unary': {
      const x = expr.op === '-' ? of(expr.operand) : null;
      return x === null ? null : scale(x, -1);
    }
    case 'binary': {
      const isPlain = expr.op === '+' || expr.op === '-' || expr.op === '*';
      const x = isPlain ? of(expr.left) : null;
      const y = x === null ? null : of(expr.right);
      if (x === null || y === null) return isPlain ? null : quotientOrPower(ctx, env, expr, of);
      if (expr.op === '*') return product(x, y);
      return sum(x, expr.op === '+' ? y : scale(y, -1));
    }
    default:
      return opaque(ctx, env, expr);
  }
}

function quotientOrPower(
  ctx: Context,
  env: Env,
  expr: Extract<Expr, { kind: 'binary' }>,
  of: (part: Expr) => Polynomial | null,
): Polynomial | null {
  const by = constantOf(ctx, env, expr.right);
  const x = by === null ? null : of(expr.left);
  if (expr.op === '/' && x !== null && by !== null && by !== 0) return scale(x, 1 / by);
  if (expr.op === '^' && x !== null && by === 2) return product(x, x);
  return opaque(ctx, env, expr);
}

function ofName(ctx: Context, env: Env, expr: Extract<Expr, { kind: 'name' }>, depth: number) {
  if (lookup(env.scope, expr.name) === null) {
    const statement = find(ctx, env.scope, expr.name)?.statement;
    if (statement?.kind === 'let' && statement.indices.length === 0)
      return polynomialOf(ctx, env, statement.value, depth + 1);
  }
  return opaque(ctx, env, expr);
}

/** An unknown: free where it is a parameter whose elements vary independently, or one that is a number. */
function opaque(ctx: Context, env: Env, expr: Expr): Polynomial | null {
  const text = textOf(ctx, expr);
  if (text === '') return null;
  const base = expr.kind === 'index' ? expr.target : expr;
  const symbol =
    base.kind === 'name' && lookup(env.scope, base.name) === null ? find(ctx, env.scope, base.name) : null;
  const type = symbol?.type;
  const isFree =
    symbol?.kind === 'param' &&
    type?.kind === 'array' &&
    type.element === 'real' &&
    (type.dims.length === 0 ||
      (expr.kind === 'index' &&
        expr.args.every((arg) => arg.kind !== 'range' && isFixed(ctx, env, arg)) &&
        (type.structure?.kind === 'independent' || type.structure?.kind === 'independent_ranges')));
  return { terms: new Map([[text, 1]]), bound: isFree ? new Set() : new Set([text]) };
}

/** A position or a label that is written out: two of different text are different elements. */
function isFixed(ctx: Context, env: Env, arg: Expr): boolean {
  return arg.kind === 'string' || constantOf(ctx, env, arg) !== null;
}

export function sum(a: Polynomial, b: Polynomial): Polynomial {
  const terms = new Map(a.terms);
  for (const [key, value] of b.terms) {
    const total = (terms.get(key) ?? 0) + value;
    if (Math.abs(total) < 1e-12) terms.delete(key);
    else terms.set(key, total);
  }
  return { terms, bound: new Set([...a.bound, ...b.bound]) };
}

export function scale({ terms, bound }: Polynomial, by: number): Polynomial {
  if (by === 0) return constantPolynomial(0);
  return { terms: new Map([...terms].map(([key, value]) => [key, value * by])), bound };
}

function product(a: Polynomial, b: Polynomial): Polynomial | null {
  if (a.terms.size * b.terms.size > MOST_TERMS) return null;
  let result: Polynomial = { terms: new Map(), bound: new Set([...a.bound, ...b.bound]) };
  for (const [left, x] of a.terms) {
    for (const [right, y] of b.terms) {
      const factors = [left, right].flatMap((key) => (key === '' ? [] : key.split(times))).sort();
      result = sum(result, { terms: new Map([[factors.join(times), x * y]]), bound: new Set() });
    }
  }
  return result;
}

/** Its constant value, `'varies'` if it depends only on free unknowns, else null. */
export function constantValue({ terms, bound }: Polynomial): number | 'varies' | null {
  const keys = [...terms.keys()].filter((key) => key !== '');
  if (keys.length === 0) return terms.get('') ?? 0;
  return keys.some((key) => key.split(times).some((factor) => bound.has(factor))) ? null : 'varies';
}
