/** Differential equations on numbers: the solution alone, its sensitivities being 0. */
import { type OdeSolution, solveOde } from '../../math/ode-solver.ts';
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
  let stop: OdeStop | null = null;
  for (let at = 0; at < sizeOf(batch); at++) {
    const [start, startTime, times, args] = inputs.map((id) => {
      const { shape: own, values: all } = arrays(id);
      const size = own[own.length - 1];
      return own.length === 1 ? all : all.subarray(at * size, (at + 1) * size);
    });
    const solution = solveOde({
      start,
      startTime: startTime[0],
      times,
      slopes: slopesOf(system, args),
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

function slopesOf(
  system: OdeKernel['system'],
  args: Float64Array,
): (time: number, state: Float64Array, slope: Float64Array) => void {
  const env: Environment = new Map();
  const now = new Float64Array(1);
  return (time, state, slope) => {
    now[0] = time;
    const known = new Map();
    const lookup: ArrayLookup = (id) => {
      if (id === system.time) return { shape: [1], values: now };
      if (id === system.args) return { shape: [args.length], values: args };
      return { shape: [1, state.length], values: state };
    };
    for (const [i, expr] of system.slopes.entries()) slope[i] = evaluateCached(expr, env, lookup, known);
  };
}
