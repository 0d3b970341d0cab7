/** Differential equations on numbers: the solution alone, its sensitivities being 0. */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { type OdeSolution, solveOde } from '../../math/ode-solver.ts';
import { createBuilder } from '../graph/builder.ts';
import { type SlopeDerivatives, slopeDerivatives } from '../graph/slope-derivatives.ts';
import type { OdeKernel } from '../passes/pass-program.ts';
import { sizeOf } from '../passes/pass-program.ts';
import { type ArrayLookup, type Environment, evaluateCached } from './expression.ts';

/** Where a solver stopped before the last time. */
export interface OdeStop {
  readonly outcome: Exclude<OdeSolution['outcome'], 'solved'>;
  readonly time: number;
}

/** The output of the statement, of this shape, and the first position of the batch axes at which it is incomplete. */
export function evaluateOde(
  { system, inputs, batch }: OdeKernel,
  arrays: ArrayLookup,
  shape: readonly number[],
): { readonly values: Float64Array; readonly stop: OdeStop | null } {
  const [count, rows, states] = shape.slice(-3);
  const values = new Float64Array(sizeOf(shape));
  const derivatives = system.stiff === null ? null : slopeDerivatives(createBuilder(), system);
  let stop: OdeStop | null = null;
  for (let at = 0; at < sizeOf(batch); at++) {
    const [start, startTime, times, args, doseTimes, dosePlaces] = inputs.map((id) => {
      const { shape: own, values: all } = arrays(id);
      const size = own[own.length - 1];
      return own.length === 1 ? all : all.subarray(at * size, (at + 1) * size);
    });
    const solution = solveOde({
      start,
      startTime: startTime[0],
      times,
      slopes: slopesOf(system, args),
      ...(derivatives === null ? {} : { stiff: stiffOf(system, args, derivatives) }),
      ...(system.doses === null
        ? {}
        : {
            doses: {
              times: doseTimes,
              places: dosePlaces,
              amounts: amountsOf(system, system.doses.amounts, args),
            },
          }),
      rtol: system.rtol,
      atol: system.atol,
      maxSteps: system.maxSteps,
    });
    for (let k = 0; k < count; k++)
      values.set(solution.values.subarray(k * states, (k + 1) * states), (at * count + k) * rows * states);
    if (stop === null && solution.outcome !== 'solved')
      stop = { outcome: solution.outcome, time: solution.stoppedAt };
  }
  return { values, stop };
}

type System = OdeKernel['system'];
type Slopes = (time: number, state: Float64Array, slope: Float64Array) => void;
/** Values of expressions at a time and state. */
type At = (time: number, state: Float64Array) => (e: ScalarExpr) => number;

function evaluatorOf(system: System, args: Float64Array): At {
  const env: Environment = new Map();
  const now = new Float64Array(1);
  return (time, state) => {
    now[0] = time;
    const known = new Map();
    const lookup: ArrayLookup = (id) => {
      if (id === system.time) return { shape: [1], values: now };
      if (id === system.args) return { shape: [args.length], values: args };
      return { shape: [1, state.length], values: state };
    };
    return (e) => evaluateCached(e, env, lookup, known);
  };
}

function slopesOf(system: System, args: Float64Array): Slopes {
  const at = evaluatorOf(system, args);
  return (time, state, slope) => {
    const value = at(time, state);
    for (const [i, expr] of system.slopes.entries()) slope[i] = value(expr);
  };
}

function stiffOf(system: System, args: Float64Array, { byState, byTime }: SlopeDerivatives) {
  const at = evaluatorOf(system, args);
  const timed = byTime();
  const jacobian: Slopes = (time, state, matrix) => {
    const value = at(time, state);
    matrix.fill(0);
    for (const [j, column] of byState.entries())
      for (const { i, value: e } of column) matrix[i * state.length + j] = value(e);
  };
  const change: Slopes = (time, state, slope) => {
    const value = at(time, state);
    slope.fill(0);
    for (const { i, value: e } of timed) slope[i] = value(e);
  };
  return { jacobian, byTime: change };
}

function amountsOf(system: System, amounts: readonly ScalarExpr[], args: Float64Array): readonly number[] {
  return amounts.map(evaluatorOf(system, args)(0, new Float64Array(1)));
}
