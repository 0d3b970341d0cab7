/** Functions that make or rearrange arrays. */
import { type Axis, sizeOf } from '../axes.ts';
import { batchDims, overBatch } from '../batch.ts';
import { argumentExprs, arrayArguments, type Builtin } from '../call-arguments.ts';
import { requireNumber } from '../constant-evaluation.ts';
import { evaluate, evaluateArray } from '../evaluate.ts';
import { type ArrayValue, arrayValue, constantValue } from '../value.ts';
import { shiftInteger } from '../zero-based.ts';
import { contract } from './contract.ts';

const size: Builtin = (call) => {
  const [arg] = argumentExprs(call, ['d']).flatMap((expr) => expr ?? []);
  const value = evaluate(call.ctx, call.scope, arg);
  if (value.kind === 'dimension') return constantValue(call.ctx.pool, value.axis.size);
  if (value.kind === 'array') return constantValue(call.ctx.pool, sizeOf(value.dims));
  return call.ctx.fail('type-mismatch', 'size takes a dimension or an array', arg.span);
};

/** Whether the last two axes are one: the same name, or equal sizes where one has no name. */
export function isSquare(dims: readonly Axis[]): boolean {
  if (dims.length < 2) return false;
  const [a, b] = dims.slice(-2);
  return a.name !== null && b.name !== null ? a.name === b.name : a.size === b.size;
}

const outer: Builtin = (call) => {
  const [a, b] = arrayArguments(call, ['a', 'b']);
  const rank = a.dims.length;
  return arrayValue(call.ctx.pool, [...a.dims, ...b.dims], (at) =>
    call.ctx.pool.binary('mul', a.at(at.slice(0, rank)), b.at(at.slice(rank))),
  );
};

function transposed(call: { readonly ctx: Parameters<Builtin>[0]['ctx'] }, x: ArrayValue): ArrayValue {
  const swap = <T>(items: readonly T[]): T[] => [...items.slice(0, -2), ...items.slice(-2).reverse()];
  const { element, labelsOf } = x;
  return arrayValue(call.ctx.pool, swap(x.dims), (at) => x.at(swap(at)), { element, labelsOf });
}

const transpose: Builtin = (call) => {
  const [x] = arrayArguments(call, ['A']);
  if (x.dims.length < 2) call.ctx.fail('shape-mismatch', 'transpose takes a matrix', call.expr.span);
  return transposed(call, x);
};

const diag: Builtin = (call) => {
  const { pool } = call.ctx;
  const [x] = arrayArguments(call, ['x']);
  const last = x.dims.at(-1);
  if (last === undefined)
    return call.ctx.fail('shape-mismatch', 'diag takes a vector or a matrix', call.expr.span);
  const { element } = x;
  if (isSquare(x.dims)) {
    return arrayValue(pool, x.dims.slice(0, -1), (at) => x.at([...at, at[at.length - 1]]), { element });
  }
  return arrayValue(
    pool,
    [...x.dims, last],
    (at) => {
      const [i, j] = at.slice(-2);
      return pool.select(pool.binary('eq', i, j), x.at(at.slice(0, -1)), pool.constant(0));
    },
    { element },
  );
};

const identity: Builtin = (call) => {
  const { ctx } = call;
  const [arg] = argumentExprs(call, ['n']).flatMap((expr) => expr ?? []);
  const value = evaluate(ctx, call.scope, arg);
  const axis: Axis =
    value.kind === 'dimension'
      ? value.axis
      : value.kind === 'array'
        ? { name: null, size: requireNumber(ctx, value, 'a size', arg.span) }
        : ctx.fail('type-mismatch', 'identity takes a dimension or a size', arg.span);
  return arrayValue(
    ctx.pool,
    [axis, axis],
    ([i, j]) => ctx.pool.select(ctx.pool.binary('eq', i, j), ctx.pool.constant(1), ctx.pool.constant(0)),
    { element: 'int' },
  );
};

/** Joins along the last axis; a scalar counts as one element. */
const concat: Builtin = (call) => {
  const { ctx, expr } = call;
  const { pool } = ctx;
  if (expr.args.length === 0) ctx.fail('argument-count', 'concat needs at least one argument', expr.span);
  const args = expr.args.map((arg) => {
    const value = evaluateArray(ctx, call.scope, arg.value);
    const vector =
      value.dims.length > 0
        ? value
        : arrayValue(pool, [{ name: null, size: 1 }], () => value.at([]), { element: value.element });
    return { value: vector, eventDims: 1, span: arg.span };
  });
  const rank = Math.max(...args.map((arg) => batchDims(arg).length));
  const odd = args.find((arg) => batchDims(arg).length !== 0 && batchDims(arg).length !== rank);
  if (odd !== undefined) ctx.fail('shape-mismatch', 'the arrays must have equally many dimensions', odd.span);
  const whole = args.every((arg) => arg.value.element !== 'real');
  return overBatch(
    ctx,
    args,
    (parts) => {
      const sizes = parts.map((part) => part.dims[0].size);
      const total = sizes.reduce((a, b) => a + b, 0);
      return arrayValue(
        pool,
        [{ name: null, size: total }],
        ([position]) => {
          let end = total;
          let chosen = pool.constant(0);
          for (let k = parts.length - 1; k >= 0; k--) {
            const start = end - sizes[k];
            const inside = pool.binary('ge', position, pool.constant(start));
            const isLast = k === parts.length - 1;
            const element = (): ReturnType<ArrayValue['at']> =>
              parts[k].at([shiftInteger(pool, position, -start)]);
            if (position.op === 'const') {
              if (position.value >= start && position.value < end) chosen = element();
            } else
              chosen = isLast
                ? element()
                : pool.select(pool.binary('lt', position, pool.constant(end)), element(), chosen);
            if (inside.op === 'const' && inside.value === 1) break;
            end = start;
          }
          return chosen;
        },
        { element: whole ? 'int' : 'real' },
      );
    },
    expr.span,
  );
};

const dot: Builtin = (call) => {
  const [a, b] = arrayArguments(call, ['a', 'b']);
  return contract(call.ctx, a, b, call.expr.span);
};

export const arrayBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['size', size],
  ['outer', outer],
  ['transpose', transpose],
  ['diag', diag],
  ['identity', identity],
  ['concat', concat],
  ['dot', dot],
]);
