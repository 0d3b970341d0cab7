/** `ode(f, y0, t0, times, args…)` and `ode_stiff`: the statement that solves it, and its values at the times. */
import { sizeOf } from '../axes.ts';
import type { Builtin } from '../call-arguments.ts';
import { elementOf, kernelInputs } from '../emit-statements.ts';
import { arrayValue } from '../value.ts';
import { checkSecondDerivatives } from './check-second-derivatives.ts';
import { checkTimes } from './check-times.ts';
import { doseList } from './doses.ts';
import { functionBody } from './function-body.ts';
import { anonymous, flatPosition, flattened, listOf, unknownAmong } from './lists.ts';
import { odeArguments } from './ode-arguments.ts';

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
    const fixed = functionBody(
      ctx,
      {
        fn: given.fn,
        dims: y0.dims,
        values: (time, state) => [time, state, ...given.args],
        noun: 'slope',
        amounts: doses?.amounts ?? [],
      },
      expr.span,
    );
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
    const { arrays, batch, sizes } = kernelInputs(ctx, method, inputs, expr.span);
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
      method:
        method === 'ode'
          ? ({ kind: 'ode' } as const)
          : ({
              kind: 'ode_stiff',
              ask: place('ask', 1),
              jacobian: place('jacobian', size, size),
              direction: place('direction', size + 1),
            } as const),
      function: given.fn.statement.name.name,
      unknownStart,
      unknownArgs,
      ...given.settings,
    };
    if (method === 'ode_stiff') checkSecondDerivatives(ctx, system, expr.span);
    ctx.solver(system, arrays, output, sizes);
    const made = { array: output, batch };
    return arrayValue(pool, [...times.dims, ...y0.dims], (at) => {
      const time = times.dims.length === 1 ? at[0] : pool.constant(0);
      const element = flatPosition(ctx, y0.dims, at.slice(times.dims.length));
      return elementOf(ctx, made, [time, pool.constant(0), element]);
    });
  };

function workSize(method: Method, columns: number, size: number): number {
  return method === 'ode'
    ? WORK.header + WORK.vectors * columns * size
    : WORK.header + WORK.stiffVectors * columns * size + size * size + size;
}

export const odeBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['ode', solve('ode')],
  ['ode_stiff', solve('ode_stiff')],
]);
