/**
 * `quantile(y, 0.9)` of an array: of data at compile time. Of values known only when the program runs, such as replicated data, the
 * two order statistics around it are found by the rank of each value.
 */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { quantileOfSorted } from '../../../stats/quantile.ts';
import { sizeOf } from '../axes.ts';
import { argumentExprs, type Builtin } from '../call-arguments.ts';
import { knownElements, requireNumber } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { settle } from '../emit-statements.ts';
import { evaluate, evaluateArray } from '../evaluate.ts';
import { type ArrayValue, arrayValue, scalarValue } from '../value.ts';
import { quantileOfDistribution } from './quantile-of-distribution.ts';
import { overAxes, plainReduction } from './reduction.ts';

const quantile: Builtin = (call) => {
  const { ctx, scope, expr } = call;
  const { pool } = ctx;
  const [of, at] = argumentExprs(call, ['x', 'p'], 2, { D: 'x' }).flatMap((arg) => arg ?? []);
  const found = evaluate(ctx, scope, of);
  if (found.kind === 'distribution')
    return quantileOfDistribution(call, found, evaluateArray(ctx, scope, at));
  const [x, p] = [
    found.kind === 'array' ? found : evaluateArray(ctx, scope, of),
    evaluateArray(ctx, scope, at),
  ];
  const probability = requireNumber(ctx, p, 'a probability', expr.args[1].span);
  if (!(probability >= 0 && probability <= 1))
    ctx.fail(
      'support-mismatch',
      `expected a probability from 0 to 1, found ${probability}`,
      expr.args[1].span,
    );
  const count = sizeOf(x.dims);
  if (count === 0) ctx.fail('shape-mismatch', 'expected at least 1 element, found 0', expr.span);
  const known = knownElements(ctx, x);
  if (known !== null)
    return scalarValue(pool, pool.constant(quantileOfSorted(known.sort(), probability)), 'real');
  const values = settle(ctx, 'values', x);
  const ranks = settle(ctx, 'ranks', ranksOf(ctx, values, call));
  const ofRank = (rank: number): ScalarExpr =>
    plainReduction(
      ctx,
      'sum',
      overEach(x, (at) =>
        pool.select(pool.binary('eq', ranks.at(at), pool.constant(rank)), values.at(at), pool.constant(0)),
      ),
      expr.span,
    ).at([]);
  const place = (count - 1) * probability;
  const low = Math.floor(place);
  const share = place - low;
  if (share === 0) return scalarValue(pool, ofRank(low), 'real');
  const weighted = (weight: number, rank: number): ScalarExpr =>
    pool.binary('mul', pool.constant(weight), ofRank(rank));
  return scalarValue(pool, pool.binary('add', weighted(1 - share, low), weighted(share, low + 1)), 'real');
};

/** How many values stand before each, from 0: smaller ones, and equal ones that are earlier. */
function ranksOf(ctx: Context, x: ArrayValue, { expr }: Parameters<Builtin>[0]): ArrayValue {
  const { pool } = ctx;
  const flat = (at: readonly ScalarExpr[]): ScalarExpr =>
    at.reduce(
      (offset, position, axis) =>
        pool.binary('add', pool.binary('mul', offset, pool.constant(x.dims[axis].size)), position),
      pool.constant(0),
    );
  return arrayValue(
    pool,
    x.dims,
    (own) => {
      const isBefore = overEach(x, (other) =>
        pool.binary(
          'or',
          pool.binary('lt', x.at(other), x.at(own)),
          pool.binary(
            'and',
            pool.binary('eq', x.at(other), x.at(own)),
            pool.binary('lt', flat(other), flat(own)),
          ),
        ),
      );
      return plainReduction(ctx, 'sum', isBefore, expr.span).at([]);
    },
    { element: 'int' },
  );
}

function overEach(
  x: ArrayValue,
  body: (at: readonly ScalarExpr[]) => ScalarExpr,
): Parameters<typeof plainReduction>[2] {
  return { ...overAxes(x, [...x.dims.keys()]), at: (loop) => ({ body: body(loop), inside: null }) };
}

export const quantileBuiltins: ReadonlyMap<string, Builtin> = new Map([['quantile', quantile]]);
