/** Covariance functions of Gaussian processes over a vector of inputs, or over the rows of a matrix. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { arrayArguments, type Builtin } from '../call-arguments.ts';
import type { Context } from '../context.ts';
import { settle } from '../emit-statements.ts';
import type { ExprPool } from '../expression-pool.ts';
import { type ArrayValue, arrayValue } from '../value.ts';
import { overAxes, plainReduction } from './reduction.ts';

interface Distance {
  /** Squared distance of inputs i and j. */
  readonly square: ScalarExpr;
  readonly distance: () => ScalarExpr;
}

function distanceOf(ctx: Context, x: ArrayValue, i: ScalarExpr, j: ScalarExpr): Distance {
  const { pool } = ctx;
  const gap = (rest: readonly ScalarExpr[]) => pool.binary('sub', x.at([i, ...rest]), x.at([j, ...rest]));
  if (x.dims.length === 1) {
    return { square: pool.unary('square', gap([])), distance: () => pool.unary('abs', gap([])) };
  }
  const squares = arrayValue(pool, x.dims.slice(1), (rest) => pool.unary('square', gap(rest)));
  const square = plainReduction(
    ctx,
    'sum',
    overAxes(
      squares,
      squares.dims.map((_, axis) => axis),
    ),
  ).at([]);
  return { square, distance: () => pool.unary('sqrt', square) };
}

type Correlation = (pool: ExprPool, d: Distance, rho: ScalarExpr, more: readonly ScalarExpr[]) => ScalarExpr;

function covariance(correlation: Correlation, more: readonly string[] = []): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    const { pool } = ctx;
    const [x, alpha, rho, ...rest] = arrayArguments(call, ['x', 'alpha', 'rho', ...more]);
    if (x.dims.length === 0)
      ctx.fail('shape-mismatch', `${expr.callee.name} takes a vector of inputs`, expr.span);
    for (const scale of [alpha, rho, ...rest]) {
      if (scale.dims.length > 0) {
        ctx.fail(
          'shape-mismatch',
          `${expr.callee.name}: expected numbers for its scales, found an array`,
          expr.span,
        );
      }
    }
    const inputs = settle(ctx, 'inputs', x);
    return arrayValue(pool, [x.dims[0], x.dims[0]], ([i, j]) => {
      const d = distanceOf(ctx, inputs, i, j);
      const r = correlation(
        pool,
        d,
        rho.at([]),
        rest.map((value) => value.at([])),
      );
      return pool.binary('mul', pool.unary('square', alpha.at([])), r);
    });
  };
}

const expQuad: Correlation = (pool, d, rho) => {
  const scaled = pool.binary('div', d.square, pool.unary('square', rho));
  return pool.unary('exp', pool.binary('mul', pool.constant(-0.5), scaled));
};

const matern32: Correlation = (pool, d, rho) => {
  const r = pool.binary('div', pool.binary('mul', pool.constant(Math.sqrt(3)), d.distance()), rho);
  return pool.binary('mul', pool.binary('add', pool.constant(1), r), pool.unary('exp', pool.unary('neg', r)));
};

const matern52: Correlation = (pool, d, rho) => {
  const r = pool.binary('div', pool.binary('mul', pool.constant(Math.sqrt(5)), d.distance()), rho);
  const third = pool.binary('div', pool.unary('square', r), pool.constant(3));
  const polynomial = pool.binary('add', pool.binary('add', pool.constant(1), r), third);
  return pool.binary('mul', polynomial, pool.unary('exp', pool.unary('neg', r)));
};

const periodic: Correlation = (pool, d, rho, [period]) => {
  const angle = pool.binary('div', pool.binary('mul', pool.constant(Math.PI), d.distance()), period);
  const ratio = pool.unary('square', pool.binary('div', pool.unary('sin', angle), rho));
  return pool.unary('exp', pool.binary('mul', pool.constant(-2), ratio));
};

export const covarianceBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['exp_quad', covariance(expQuad)],
  ['matern32', covariance(matern32)],
  ['matern52', covariance(matern52)],
  ['periodic', covariance(periodic, ['period'])],
]);
