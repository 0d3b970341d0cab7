/** `ode(f, y0, t0, times, args…)` and `ode_stiff`: the statement that solves it, and its values at the times. */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import { type Axis, shapeText, sizeOf } from '../axes.ts';
import type { Builtin } from '../call-arguments.ts';
import type { Context } from '../context.ts';
import { elementOf, kernelInputs } from '../emit-statements.ts';
import { evaluate, kindText } from '../evaluate.ts';
import { dependsOnData } from '../index-reads.ts';
import { countCall } from '../limits.ts';
import { flatToPositions } from '../row-major.ts';
import { childScope } from '../scope.ts';
import { type ArrayValue, arrayValue, scalarValue, type Value } from '../value.ts';
import { checkSecondDerivatives } from './check-second-derivatives.ts';
import { checkTimes } from './check-times.ts';
import { doseList } from './doses.ts';
import { type OdeArguments, odeArguments } from './ode-arguments.ts';
import { separateArguments } from './slope-expressions.ts';

/** Numbers in `work` besides its vectors, and its vectors, as in `sampler/math/assembly/ode-frame.ts`. */
const WORK = { header: 18, vectors: 9, stiffVectors: 12 } as const;
/** Elements of a state: each has an expression of its own, and a stiff system a matrix of derivatives by them. */
const MOST_STATES = { ode: 1000, ode_stiff: 200 } as const;

type Method = keyof typeof MOST_STATES;

const solve =
  (method: Method): Builtin =>
  (call) => {
    const { ctx, expr } = call;
    const { pool } = ctx;
    const given = odeArguments(call);
    const { y0, t0, times } = given;
    checkTimes(ctx, given, expr.span);
    const size = sizeOf(y0.dims);
    const most = MOST_STATES[method];
    if (size === 0 || size > most)
      ctx.fail(
        size === 0 ? 'shape-mismatch' : 'too-large',
        `expected a state of 1 to ${most} elements, found ${size}`,
        expr.span,
      );
    const flatStart = flattened(ctx, y0);
    const doses = doseList(ctx, given);
    const fixed = slopesOf(ctx, given, size, doses?.amounts ?? [], expr.span);
    const unknownStart = unknownAmong(
      ctx,
      Array.from({ length: size }, (_, i) => flatStart.at([pool.constant(i)])),
    );
    const unknownArgs = unknownAmong(ctx, fixed.args);
    const columns = 1 + unknownStart.length + unknownArgs.length;
    const count = sizeOf(times.dims);
    const inputs = [
      flatStart,
      arrayValue(pool, [anonymous(1)], () => t0.at([])),
      times.dims.length === 1 ? times : arrayValue(pool, [anonymous(1)], () => times.at([])),
      listOf(ctx, fixed.args),
      ...(doses === null ? [] : [listOf(ctx, doses.times), listOf(ctx, doses.places)]),
    ];
    const { arrays, batch, sizes } = kernelInputs(ctx, 'ode', inputs, expr.span);
    const output = ctx.declare('ode', [...sizes, count, columns, size]);
    const place = (name: string, ...shape: number[]) => ctx.declare(`ode ${name}`, shape);
    const state = place('state', columns, size);
    const own = { time: place('time', 1), args: place('arguments', Math.max(1, fixed.args.length)) };
    const slopes = fixed.slopes(own.time, state, own.args);
    const system = {
      slopes: slopes.slice(0, size),
      ...own,
      state,
      slope: place('slope', columns, size),
      scale: place('scale', columns),
      work: place('work', workSize(method, columns, size)),
      doses:
        doses === null
          ? null
          : { amounts: slopes.slice(size), jumps: place('doses', columns, doses.amounts.length) },
      stiff:
        method === 'ode'
          ? null
          : {
              ask: place('ask', 1),
              jacobian: place('jacobian', size, size),
              direction: place('direction', size + 1),
            },
      unknownStart,
      unknownArgs,
      ...given.settings,
    };
    if (method === 'ode_stiff') checkSecondDerivatives(ctx, system, expr.span);
    ctx.ode(system, arrays, output, sizes);
    const made = { array: output, batch };
    return arrayValue(pool, [...times.dims, ...y0.dims], (at) => {
      const time = times.dims.length === 1 ? at[0] : pool.constant(0);
      const element = flatPosition(ctx, y0.dims, at.slice(times.dims.length));
      return elementOf(ctx, made, [time, pool.constant(0), element]);
    });
  };

interface Slopes {
  readonly args: ReturnType<typeof separateArguments>['args'];
  /** For the arrays that hold time, state and arguments while it is solved; the amounts of doses after them. */
  readonly slopes: (
    time: ArrayId,
    state: ArrayId,
    args: ArrayId,
  ) => ReturnType<typeof separateArguments>['slopes'];
}

/** The body of the function at a time and a state that are not known yet. */
function slopesOf(
  ctx: Context,
  given: OdeArguments,
  size: number,
  amounts: readonly ScalarExpr[],
  span: Span,
): Slopes {
  const { pool } = ctx;
  const { fn, y0 } = given;
  const moving = { time: ctx.declare('ode time', [1]), state: ctx.declare('ode state', [size]) };
  const t = scalarValue(pool, pool.load(moving.time, [pool.constant(0)]));
  const y = arrayValue(pool, y0.dims, (at) => pool.load(moving.state, [flatPosition(ctx, y0.dims, at)]));
  const { params, body, name } = fn.statement;
  const values: readonly Value[] = [t, y, ...given.args];
  const names = new Map(params.map((param, i) => [param.name.name, values[i]] as const));
  countCall(ctx, name.name);
  // What depends on them is computed while the equation is solved, and cannot be stored before.
  ctx.pending.add(moving.time).add(moving.state);
  const bodies = ctx.called(span, name.name, () => {
    const value = evaluate(ctx, childScope(fn.scope, names), body);
    if (value.kind !== 'array' || sizeOf(value.dims) !== size || value.dims.length !== y0.dims.length)
      return ctx.fail(
        'shape-mismatch',
        `expected \`${name.name}\` to return one slope for each element of the state ${shapeText(y0.dims)}, found ${kindText(value)}`,
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

function unknownAmong(ctx: Context, elements: Slopes['args']): number[] {
  return elements.flatMap((element, k) => (dependsOnData(ctx, element) ? [] : [k]));
}

function anonymous(size: number): Axis {
  return { name: null, size };
}

/** The state as one axis. */
function flattened(ctx: Context, y0: ArrayValue): ArrayValue {
  if (y0.dims.length === 1) return y0;
  const shape = y0.dims.map((dim) => dim.size);
  const elements = Array.from({ length: sizeOf(y0.dims) }, (_, i) =>
    y0.at(flatToPositions(i, shape).map((position) => ctx.pool.constant(position))),
  );
  return listOf(ctx, elements);
}

function flatPosition(ctx: Context, dims: readonly Axis[], at: Slopes['args']) {
  const { pool } = ctx;
  return at.reduce(
    (flat, position, axis) =>
      axis === 0
        ? position
        : pool.binary('add', pool.binary('mul', flat, pool.constant(dims[axis].size)), position),
    pool.constant(0),
  );
}

/** A vector of these elements; of one 0 where there are none, since no array is empty. */
function listOf(ctx: Context, elements: Slopes['args']): ArrayValue {
  const { pool } = ctx;
  if (elements.length === 0) return arrayValue(pool, [anonymous(1)], () => pool.constant(0));
  return arrayValue(pool, [anonymous(elements.length)], ([position]) => {
    if (position.op === 'const') return elements[position.value];
    return elements.reduceRight((rest, element, k) =>
      pool.select(pool.binary('eq', position, pool.constant(k)), element, rest),
    );
  });
}

function workSize(method: Method, columns: number, size: number): number {
  return method === 'ode'
    ? WORK.header + WORK.vectors * columns * size
    : WORK.header + WORK.stiffVectors * columns * size + size * size + size;
}

export const odeBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['ode', solve('ode')],
  ['ode_stiff', solve('ode_stiff')],
]);
