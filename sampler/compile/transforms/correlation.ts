/**
 * Correlation matrices and their Cholesky factors through canonical partial correlations z = tanh(u), one
 * for each place below the diagonal, row by row: L[i, j] = z[i, j] sqrt(prod(1 - z[i, m]^2 for m < j)).
 * Lewandowski, Kurowicka and Joe (2009); Stan reference manual, "Cholesky factors of correlation matrices".
 */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import { freeElement, sizes, type Target, type Transform } from './transform.ts';

function pairs(size: number): number {
  return (size * (size - 1)) / 2;
}

interface Factor {
  readonly array: ArrayId;
  /** log(prod(1 - z[i, m]^2 for m < j)) at [i, j]: twice the log of the diagonal at [i, i]. */
  readonly logRest: ArrayId;
}

/** Emits the factor and the Jacobian from u to the factor's elements below the diagonal. */
function factor(target: Target, name: string): Factor {
  const { ctx, batch, event } = target;
  const { pool } = ctx;
  const lead = sizes(batch);
  const size = event[0].size;
  const one = pool.constant(1);
  const zero = pool.constant(0);

  const place = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) place[i * size + j] = pairs(i) + j;
  const placeOf = ctx.declareConstant(`${name} places`, [size, size], place);
  const u = (at: readonly ScalarExpr[], i: ScalarExpr, j: ScalarExpr): ScalarExpr =>
    freeElement(target, [...at, ctx.load(placeOf, [i, j])]);

  const logRest = ctx.declare(`${name} rest`, [...lead, size, size]);
  const r = ctx.freshLoop([...lead, size, size]);
  const outer = r.at.slice(0, -2);
  const [i, j] = r.at.slice(-2);
  const left = pool.binary('sub', j, one);
  const next = pool.binary(
    'add',
    pool.load(logRest, [...outer, i, left]),
    logSech2(target, u(outer, i, left)),
  );
  const start = pool.binary('eq', j, zero);
  const beyond = pool.binary('gt', j, i);
  defineArray(ctx, logRest, r.indices, pool.select(start, zero, pool.select(beyond, zero, next)));

  const array = ctx.declare(name, [...lead, size, size]);
  const x = ctx.freshLoop([...lead, size, size]);
  const lead2 = x.at.slice(0, -2);
  const [row, column] = x.at.slice(-2);
  const root = pool.unary('exp', pool.binary('mul', pool.constant(0.5), ctx.load(logRest, x.at)));
  const below = pool.binary('mul', pool.unary('tanh', u(lead2, row, column)), root);
  const isBelow = pool.binary('lt', column, row);
  const isDiagonal = pool.binary('eq', column, row);
  defineArray(ctx, array, x.indices, pool.select(isBelow, below, pool.select(isDiagonal, root, zero)));

  if (size > 1) {
    const rows = new Float64Array(pairs(size));
    const columns = new Float64Array(pairs(size));
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < a; b++) {
        rows[pairs(a) + b] = a;
        columns[pairs(a) + b] = b;
      }
    }
    const rowOf = ctx.declareConstant(`${name} rows`, [rows.length], rows);
    const columnOf = ctx.declareConstant(`${name} columns`, [columns.length], columns);
    const t = ctx.freshLoop([...lead, pairs(size)]);
    const p = t.at[t.at.length - 1];
    const rest = ctx.load(logRest, [...t.at.slice(0, -1), ctx.load(rowOf, [p]), ctx.load(columnOf, [p])]);
    const half = pool.binary('mul', pool.constant(0.5), rest);
    emitTerm(
      ctx,
      'jacobian',
      t.indices,
      pool.binary('add', half, logSech2(target, freeElement(target, t.at))),
    );
  }
  return { array, logRest };
}

/** log(1 - tanh(u)^2) = log(4 inv_logit(2 u) inv_logit(-2 u)), without cancellation. */
function logSech2(target: Target, u: ScalarExpr): ScalarExpr {
  const { pool } = target.ctx;
  const twice = pool.binary('mul', pool.constant(2), u);
  const slopes = pool.binary(
    'add',
    pool.unary('log_inv_logit', twice),
    pool.unary('log_inv_logit', pool.unary('neg', twice)),
  );
  return pool.binary('add', pool.constant(Math.log(4)), slopes);
}

export const choleskyCorr: Transform = {
  suffix: 'cholesky',
  eventDims: 2,
  freeShape: ([size]) => [pairs(size)],
  constrain: (target) => factor(target, target.name).array,
  unconstrain: (event, [size]) => partialCorrelations(event, size),
};

/** R = L L'; the Jacobian from L to R is the product of L[k, k]^(K - k), k from 1. */
export const corr: Transform = {
  suffix: 'corr',
  eventDims: 2,
  freeShape: ([size]) => [pairs(size)],
  constrain(target) {
    const { ctx, name, batch, event } = target;
    const { pool } = ctx;
    const lead = sizes(batch);
    const size = event[0].size;
    const { array: lower, logRest } = factor(target, `${name} factor`);
    const array = product(target, lower);
    const t = ctx.freshLoop([...lead, size]);
    const k = t.at[t.at.length - 1];
    const rest = ctx.load(logRest, [...t.at.slice(0, -1), k, k]);
    const power = pool.binary('sub', pool.constant(size - 1), k);
    emitTerm(
      ctx,
      'jacobian',
      t.indices,
      pool.binary('mul', pool.binary('mul', pool.constant(0.5), power), rest),
    );
    return array;
  },
  unconstrain: (event, [size]) => partialCorrelations(choleskyFactor(event, size), size),
};

/** Defines the parameter as `lower` times its transpose. */
export function product(target: Target, lower: ArrayId): ArrayId {
  const { ctx, name, batch, event } = target;
  const { pool } = ctx;
  const size = event[0].size;
  const array = ctx.declare(name, [...sizes(batch), size, size]);
  const { indices, at } = ctx.freshLoop([...sizes(batch), size, size]);
  const outer = at.slice(0, -2);
  const [i, j] = at.slice(-2);
  const m = pool.freshIndex(0, size);
  const column = pool.index(m);
  const sum = pool.binary(
    'mul',
    ctx.load(lower, [...outer, i, column]),
    ctx.load(lower, [...outer, j, column]),
  );
  defineArray(ctx, array, indices, pool.reduce('sum', m, sum));
  return array;
}

function partialCorrelations(lower: Float64Array, size: number): Float64Array {
  const free = new Float64Array(pairs(size));
  for (let i = 1; i < size; i++) {
    let rest = 1;
    for (let j = 0; j < i; j++) {
      const element = lower[i * size + j];
      free[pairs(i) + j] = Math.atanh(element / Math.sqrt(rest));
      rest -= element * element;
    }
  }
  return free;
}

/** Lower factor of a positive definite matrix, row-major. */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j];
      for (let m = 0; m < j; m++) rest -= lower[i * size + m] * lower[j * size + m];
      lower[i * size + j] = i === j ? Math.sqrt(rest) : rest / lower[j * size + j];
    }
  }
  return lower;
}
