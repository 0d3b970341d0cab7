/** The body of a function that a solver evaluates, as expressions of time, state and numbers known before. */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import { type Axis, shapeText, sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import { evaluate, kindText } from '../evaluate.ts';
import { countCall } from '../limits.ts';
import { flatToPositions } from '../row-major.ts';
import { childScope } from '../scope.ts';
import { arrayValue, type FunctionValue, scalarValue, type Value } from '../value.ts';
import { flatPosition } from './lists.ts';
import { separateArguments } from './slope-expressions.ts';

interface FunctionBody {
  readonly args: ReturnType<typeof separateArguments>['args'];
  /** For the arrays that hold time, state and arguments while it is solved; the amounts of doses after them. */
  readonly slopes: (
    time: ArrayId,
    state: ArrayId,
    args: ArrayId,
  ) => ReturnType<typeof separateArguments>['slopes'];
}

interface Question {
  readonly fn: FunctionValue;
  /** Of the state, and of what the function returns. */
  readonly dims: readonly Axis[];
  /** The function's arguments at a time and a state. */
  readonly values: (time: Value, state: Value) => readonly Value[];
  /** What it returns for each element: `slope`. */
  readonly noun: string;
  /** It has no state, and is a number. */
  readonly isNumber?: boolean;
  /** Expressions of arguments alone that are wanted besides. */
  readonly amounts: readonly ScalarExpr[];
}

/** The body of the function at a time and a state that are not known yet. */
export function functionBody(ctx: Context, question: Question, span: Span): FunctionBody {
  const { pool } = ctx;
  const { fn, dims, amounts, noun, isNumber = false } = question;
  const size = sizeOf(dims);
  const moving = { time: ctx.declare('ode time', [1]), state: ctx.declare('ode state', [size]) };
  const t = scalarValue(pool, pool.load(moving.time, [pool.constant(0)]));
  const y = arrayValue(pool, dims, (at) => pool.load(moving.state, [flatPosition(ctx, dims, at)]));
  const { params, body, name } = fn.statement;
  const values = question.values(t, y);
  const names = new Map(params.map((param, i) => [param.name.name, values[i]] as const));
  countCall(ctx, name.name);
  // What depends on them is computed while the equation is solved, and cannot be stored before.
  ctx.pending.add(moving.time).add(moving.state);
  const bodies = ctx.called(span, name.name, () => {
    const value = evaluate(ctx, childScope(fn.scope, names), body);
    if (value.kind !== 'array' || sizeOf(value.dims) !== size || value.dims.length !== dims.length)
      return ctx.fail(
        'shape-mismatch',
        `expected \`${name.name}\` to return ${isNumber ? 'a number' : `one ${noun} for each element of the state ${shapeText(dims)}`}, found ${kindText(value)}`,
        span,
        [{ message: `the body of \`${name.name}\``, span: body.span }],
      );
    const shape = value.dims.map((dim) => dim.size);
    return Array.from({ length: size }, (_, i) =>
      value.at(flatToPositions(i, shape).map((position) => pool.constant(position))),
    );
  });
  ctx.pending.delete(moving.time);
  ctx.pending.delete(moving.state);
  const separate = (time: ArrayId, state: ArrayId, args: ArrayId) =>
    separateArguments(ctx, moving, [...bodies, ...amounts], span, {
      time: pool.load(time, [pool.constant(0)]),
      state: (position) => pool.load(state, [pool.constant(0), position]),
      argument: (k) => pool.load(args, [pool.constant(k)]),
    });
  return {
    args: separate(moving.time, moving.state, moving.time).args,
    slopes: (time, state, args) => separate(time, state, args).slopes,
  };
}
