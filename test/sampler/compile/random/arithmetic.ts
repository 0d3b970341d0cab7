/** Compound expressions, each with its meaning and an approximate range. */
import { type Expr, unionDims } from './meaning.ts';
import type { Tape } from './tape.ts';

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const logSumExp = (xs: readonly number[]): number => {
  const high = Math.max(...xs);
  return high + Math.log(xs.reduce((sum, x) => sum + Math.exp(x - high), 0));
};

export const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);

export function number(x: number): Expr {
  const text = String(x);
  return { text, level: x < 0 ? 7 : 9, dims: [], lo: x, hi: x, isData: true, value: () => x };
}

/** The text of an operand beside an operator that binds at `level`. */
export function operand(e: Expr, level: number): string {
  return e.level >= level ? e.text : `(${e.text})`;
}

/** A function of expressions, written by `write` and computed by `f`; `range` bounds its values. */
export function apply(
  write: (texts: readonly Expr[]) => string,
  level: number,
  args: readonly Expr[],
  range: readonly [number, number],
  f: (...xs: number[]) => number,
): Expr {
  return {
    text: write(args),
    level,
    dims: unionDims(args.map((a) => a.dims)),
    lo: Math.min(...range),
    hi: Math.max(...range),
    isData: args.every((a) => a.isData),
    value: (env) => f(...args.map((a) => a.value(env))),
  };
}

export function call(
  name: string,
  args: readonly Expr[],
  range: readonly [number, number],
  f: (...xs: number[]) => number,
): Expr {
  return apply((es) => `${name}(${es.map((e) => e.text).join(', ')})`, 9, args, range, f);
}

function binary(op: string, level: number, x: Expr, y: Expr, f: (x: number, y: number) => number): Expr {
  const corners = [x.lo, x.hi].flatMap((a) => [y.lo, y.hi].map((b) => f(a, b)));
  const write = ([a, b]: readonly Expr[]) => `${operand(a, level)} ${op} ${operand(b, level + 1)}`;
  return apply(write, level, [x, y], [Math.min(...corners), Math.max(...corners)], f);
}

export const add = (x: Expr, y: Expr): Expr => binary('+', 5, x, y, (a, b) => a + b);

export const subtract = (x: Expr, y: Expr): Expr => binary('-', 5, x, y, (a, b) => a - b);

export const multiply = (x: Expr, y: Expr): Expr => binary('*', 6, x, y, (a, b) => a * b);

export const divide = (x: Expr, y: Expr): Expr => binary('/', 6, x, y, (a, b) => a / b);

export const negate = (x: Expr): Expr =>
  apply(
    ([e]) => `-${operand(e, 7)}`,
    7,
    [x],
    [-x.lo, -x.hi],
    (a) => -a,
  );

export const square = (x: Expr): Expr =>
  call('square', [x], [0, Math.max(x.lo ** 2, x.hi ** 2)], (a) => a * a);

/** Within -most..most. */
export function tame(x: Expr, most: number): Expr {
  if (Math.max(Math.abs(x.lo), Math.abs(x.hi)) <= most) return x;
  return multiply(number(most), call('tanh', [divide(x, number(most))], [-1, 1], Math.tanh));
}

/** Not near zero and not below it. */
export function positive(tape: Tape, x: Expr): Expr {
  if (x.lo > 0.1 && x.hi < 50) return x;
  switch (tape.int(4)) {
    case 0: {
      const y = tame(x, 1.5);
      return call('exp', [y], [Math.exp(y.lo), Math.exp(y.hi)], Math.exp);
    }
    case 1: {
      const y = tame(x, 5);
      const most = Math.max(y.lo ** 2, y.hi ** 2);
      return add(
        number(0.5),
        call('square', [y], [0, most], (a) => a * a),
      );
    }
    case 2: {
      const y = tame(x, 4);
      return call('log1p_exp', [y], [softplus(y.lo), softplus(y.hi)], softplus);
    }
    default: {
      const y = tame(x, 5);
      const most = Math.max(Math.abs(y.lo), Math.abs(y.hi));
      return add(call('abs', [y], [0, most], Math.abs), number(0.3));
    }
  }
}

export function probability(x: Expr): Expr {
  if (x.lo > 0.01 && x.hi < 0.99) return x;
  const y = tame(x, 3);
  return call('inv_logit', [y], [sigmoid(y.lo), sigmoid(y.hi)], sigmoid);
}
