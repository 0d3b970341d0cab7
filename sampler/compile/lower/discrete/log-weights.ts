/** Logarithms of the unnormalised probabilities of an unknown's values, for each of its elements. */
import type { ArrayId, Index, IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import { logSumExp } from '../functions/scalar.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import type { Factor } from './factors.ts';
import { groupRows, type RowsOfElement } from './group-rows.ts';
import { replaceLoads } from './rewrite.ts';

/** So many values are written out one by one, so that what they make constant is folded. */
const FEW = 8;

export interface LogWeights {
  /** The log weight of the value at a position, 0 for `lo`, of the element at `at`. */
  weight(at: readonly ScalarExpr[], position: ScalarExpr): ScalarExpr;
  /** The log of the sum over all values. */
  total(at: readonly ScalarExpr[]): ScalarExpr;
}

/** Defines the weights of the values. */
export function logWeightsOf(ctx: Context, unknown: DiscreteUnknown, factors: readonly Factor[]): LogWeights {
  const { pool } = ctx;
  const { name, shape, lo, hi } = unknown;
  const values = hi - lo + 1;
  const rows = factors.map((factor) => groupRows(ctx, factor));
  // Zero makes rates and probabilities constant whose derivatives would be 0/0.
  const written = values <= FEW ? values : lo <= 0 && hi >= 0 ? 1 - lo : 0;
  const few = Math.min(written, values);
  const singles = Array.from({ length: few }, (_, k): ArrayId => {
    const { indices, at } = ctx.freshLoop(shape);
    const array = ctx.declare(`${name} = ${lo + k}`, shape);
    defineArray(ctx, array, indices, sumOfFactors(ctx, factors, rows, at, pool.constant(lo + k)));
    return array;
  });
  const rest = values - few;
  const many = rest === 0 ? null : ctx.declare(`${name} weights`, [...shape, rest]);
  if (many !== null) {
    const { indices, at } = ctx.freshLoop([...shape, rest]);
    const value = pool.binary('add', at[shape.length], pool.constant(lo + few));
    defineArray(ctx, many, indices, sumOfFactors(ctx, factors, rows, at.slice(0, shape.length), value));
  }
  return {
    weight: (at, position) => {
      const last =
        many === null
          ? ctx.load(singles[few - 1], at)
          : ctx.load(many, [...at, pool.binary('sub', position, pool.constant(few))]);
      const ahead = many === null ? singles.slice(0, -1) : singles;
      return ahead.reduceRight(
        (otherwise, array, k) =>
          pool.select(pool.binary('eq', position, pool.constant(k)), ctx.load(array, at), otherwise),
        last,
      );
    },
    total: (at) => {
      const parts = singles.map((array) => ctx.load(array, at));
      if (many !== null) {
        const index = pool.freshIndex(0, rest);
        parts.push(pool.reduce('log_sum_exp', index, ctx.load(many, [...at, pool.index(index)])));
      }
      return logSumExp(pool, parts);
    },
  };
}

/** The sum of the factors of the element at `at`, given its value. */
function sumOfFactors(
  ctx: Context,
  factors: readonly Factor[],
  rows: readonly RowsOfElement[],
  at: readonly ScalarExpr[],
  value: ScalarExpr,
): ScalarExpr {
  const { pool } = ctx;
  return factors
    .map(({ body, unknown, term }, i) => {
      const given = replaceLoads(ctx, body, ({ array }) => (array === unknown.array ? value : null), true);
      return rowsSum(ctx, rows[i], at, (places) => pool.substitute(given, places), term.indices);
    })
    .reduce((a, b) => pool.binary('add', a, b), pool.constant(0));
}

/** The sum over the rows that belong to an element. */
function rowsSum(
  ctx: Context,
  rows: RowsOfElement,
  at: readonly ScalarExpr[],
  body: (places: ReadonlyMap<IndexId, ScalarExpr>) => ScalarExpr,
  indices: readonly Index[],
): ScalarExpr {
  const { pool } = ctx;
  if (rows.kind === 'aligned') {
    const places = new Map(rows.axes.map((id, axis) => [id, at[axis]] as const));
    const free = indices.filter(({ id }) => !places.has(id));
    if (free.some(({ from, to }) => to <= from)) return pool.constant(0);
    const fresh = free.map(({ id, from, to }) => {
      const index = pool.freshIndex(from, to);
      places.set(id, pool.index(index));
      return index;
    });
    return fresh.reduceRight((inner, index) => pool.reduce('sum', index, inner), body(places));
  }
  if (rows.most === 0) return pool.constant(0);
  const index = pool.freshIndex(0, rows.most);
  const here = pool.index(index);
  const places = new Map(
    rows.positions.map(({ id, array }) => [id, ctx.load(array, [...at, here])] as const),
  );
  const isOwn = pool.binary('lt', here, ctx.load(rows.counts, at));
  return pool.reduce('sum', index, pool.select(isOwn, body(places), pool.constant(0)));
}
