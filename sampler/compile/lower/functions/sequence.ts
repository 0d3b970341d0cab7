/** Functions along the last axis: `softmax` and `cumsum`. */
import type { IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import { overBatch } from '../batch.ts';
import { arrayArguments, type Builtin } from '../call-arguments.ts';
import type { Context } from '../context.ts';
import { freeOrdered } from '../context.ts';
import { defineArray, elementOf, settle } from '../emit-statements.ts';
import { type ArrayValue, arrayValue } from '../value.ts';
import { overAxes, plainReduction } from './reduction.ts';

function alongLast(
  apply: (ctx: Context, x: ArrayValue, call: Parameters<Builtin>[0]) => ArrayValue,
): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    const [x] = arrayArguments(call, ['x']);
    if (x.dims.length === 0) ctx.fail('shape-mismatch', `${expr.callee.name} takes a vector`, expr.span);
    return overBatch(
      ctx,
      [{ value: x, eventDims: 1, span: expr.span }],
      ([v]) => apply(ctx, v, call),
      expr.span,
    );
  };
}

function softmax(ctx: Context, x: ArrayValue): ArrayValue {
  const { pool } = ctx;
  const kept = settle(ctx, 'softmax input', x);
  const total = plainReduction(ctx, 'log_sum_exp', overAxes(kept, [0]));
  return arrayValue(pool, x.dims, (at) => pool.unary('exp', pool.binary('sub', kept.at(at), total.at([]))));
}

/** A recurrence: each element adds to the previous one. */
function cumsum(ctx: Context, x: ArrayValue, call: Parameters<Builtin>[0]): ArrayValue {
  const { pool } = ctx;
  const size = x.dims[0].size;
  const [placeholder] = ctx.placeholders([size]);
  const element = x.at([placeholder]);
  if (ctx.loadsPending(element)) {
    ctx.unsupported(
      'cumsum of an array that is still being defined: write the running sum as a recurrence',
      call.expr.span,
    );
  }
  const batch = freeOrdered(pool.freeIndices(element), ctx.loops);
  const { indices, at } = ctx.freshLoop([...batch.map((loop) => loop.to - loop.from), size]);
  const array = ctx.declare(
    'cumsum',
    indices.map((index) => index.to),
  );
  const position = at[at.length - 1];
  const places = new Map<IndexId, ScalarExpr>(
    batch.map((loop, i) => [loop.id, pool.binary('add', at[i], pool.constant(loop.from))] as const),
  );
  const here = pool.substitute(x.at([position]), places);
  const before = pool.load(array, [...at.slice(0, -1), pool.binary('sub', position, pool.constant(1))]);
  const isFirst = pool.binary('eq', position, pool.constant(0));
  defineArray(ctx, array, indices, pool.select(isFirst, here, pool.binary('add', before, here)));
  return arrayValue(pool, x.dims, (positions) => elementOf(ctx, { array, batch }, positions), {
    element: x.element,
  });
}

export const sequenceBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['softmax', alongLast(softmax)],
  ['cumsum', alongLast(cumsum)],
]);
