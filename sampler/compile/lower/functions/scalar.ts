/** Scalar functions, applied element by element. */
import type { BinaryFn, ScalarExpr, UnaryFn } from '../../../../grammar/ir.ts';
import { logSumExpOf } from '../../graph/log-sum-exp.ts';
import { argumentExprs, type Builtin } from '../call-arguments.ts';
import { elementwise, unaryValue } from '../elementwise.ts';
import { evaluateArray } from '../evaluate.ts';
import type { ExprPool } from '../expression-pool.ts';

const UNARY: readonly UnaryFn[] = [
  'exp', 'log', 'log1p', 'expm1', 'sqrt', 'cbrt', 'abs', 'square', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan',
  'sinh', 'cosh', 'tanh', 'floor', 'ceil', 'round', 'sign', 'step', 'inv_logit', 'log_inv_logit', 'logit',
  'log1p_exp', 'log1m_exp', 'lgamma', 'digamma', 'trigamma', 'erf', 'erfc', 'Phi', 'log_Phi', 'probit', 'log_i0',
  'i1_over_i0',
]; // biome-ignore format: one list

type Combine = (pool: ExprPool, elements: readonly ScalarExpr[]) => ScalarExpr;

function op(fn: BinaryFn): Combine {
  return (pool, [x, y]) => pool.binary(fn, x, y);
}

const lbeta: Combine = (pool, [a, b]) => {
  const gammas = pool.binary('add', pool.unary('lgamma', a), pool.unary('lgamma', b));
  return pool.binary('sub', gammas, pool.unary('lgamma', pool.binary('add', a, b)));
};

const lchoose: Combine = (pool, [n, k]) => {
  const one = pool.constant(1);
  const gamma = (x: ScalarExpr) => pool.unary('lgamma', pool.binary('add', x, one));
  return pool.binary('sub', pool.binary('sub', gamma(n), gamma(k)), gamma(pool.binary('sub', n, k)));
};

/** `log(exp(a) + exp(b))`; minus infinity on both sides gives minus infinity. */
const logSumExp2: Combine = (pool, [a, b]) => {
  const most = pool.binary('max', a, b);
  const gap = pool.binary('sub', pool.binary('min', a, b), most);
  const none = pool.binary('eq', most, pool.constant(Number.NEGATIVE_INFINITY));
  return pool.select(none, most, pool.binary('add', most, pool.unary('log1p_exp', gap)));
};

/** Of several the largest is found first: nested pairs would repeat each part in every pair around it. */
export function logSumExp(pool: ExprPool, items: readonly ScalarExpr[]): ScalarExpr {
  if (items.length === 1) return items[0];
  return items.length === 2 ? logSumExp2(pool, items) : logSumExpOf(pool, items);
}

const logMix: Combine = (pool, [theta, a, b]) =>
  logSumExp2(pool, [
    pool.binary('add', pool.unary('log', theta), a),
    pool.binary('add', pool.unary('log1p', pool.unary('neg', theta)), b),
  ]);

const SEVERAL: Readonly<Record<string, { readonly args: readonly string[]; readonly combine: Combine }>> = {
  log2: {
    args: ['x'],
    combine: (pool, [x]) => pool.binary('mul', pool.constant(Math.LOG2E), pool.unary('log', x)),
  },
  log10: {
    args: ['x'],
    combine: (pool, [x]) => pool.binary('mul', pool.constant(Math.LOG10E), pool.unary('log', x)),
  },
  pow: { args: ['x', 'y'], combine: op('pow') },
  atan2: { args: ['y', 'x'], combine: op('atan2') },
  beta: { args: ['a', 'b'], combine: (pool, ab) => pool.unary('exp', lbeta(pool, ab)) },
  lbeta: { args: ['a', 'b'], combine: lbeta },
  lchoose: { args: ['n', 'k'], combine: lchoose },
  log_mix: { args: ['theta', 'a', 'b'], combine: logMix },
  clip: {
    args: ['x', 'lo', 'hi'],
    combine: (pool, [x, lo, hi]) => pool.binary('min', pool.binary('max', x, lo), hi),
  },
};

function unary(fn: UnaryFn): Builtin {
  return (call) => {
    const [x] = argumentExprs(call, ['x']).flatMap((expr) => expr ?? []);
    return unaryValue(call.ctx, fn, evaluateArray(call.ctx, call.scope, x));
  };
}

function several(names: readonly string[], combine: Combine): Builtin {
  return (call) => {
    const { ctx, scope, expr } = call;
    const operands = argumentExprs(call, names).flatMap((arg) =>
      arg === undefined ? [] : [{ value: evaluateArray(ctx, scope, arg), span: arg.span }],
    );
    return elementwise(ctx, operands, (elements) => combine(ctx.pool, elements), expr.span);
  };
}

export const scalarBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ...UNARY.map((fn) => [fn, unary(fn)] as const),
  ...Object.entries(SEVERAL).map(([name, { args, combine }]) => [name, several(args, combine)] as const),
]);
