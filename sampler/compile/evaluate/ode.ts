/** Differential equations on numbers: the solution alone. */
import type { ScalarExpr, SolverSystem } from '../../../grammar/ir.ts';
import { type OdeSolution, solveOde } from '../../math/ode-solver.ts';
import { createBuilder } from '../graph/builder.ts';
import { type SlopeDerivatives, slopeDerivatives } from '../graph/slope-derivatives.ts';
import { evaluatorOf, fillJacobian } from './solver-function.ts';

/** Where a solver stopped before the last time. */
export interface OdeStop {
  readonly outcome: Exclude<OdeSolution['outcome'], 'solved'>;
  readonly time: number;
}

export interface Solved<Stop> {
  readonly values: Float64Array;
  readonly stop: Stop | null;
}

export function initialValue(system: SolverSystem): (inputs: readonly Float64Array[]) => Solved<OdeStop> {
  const derivatives = system.method.kind === 'ode_stiff' ? slopeDerivatives(createBuilder(), system) : null;
  return ([start, startTime, times, args, doseTimes, dosePlaces]) => {
    const { values, outcome, stoppedAt } = solveOde({
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
    return { values, stop: outcome === 'solved' ? null : { outcome, time: stoppedAt } };
  };
}

type Slopes = (time: number, state: Float64Array, slope: Float64Array) => void;

function slopesOf(system: SolverSystem, args: Float64Array): Slopes {
  const at = evaluatorOf(system, args);
  return (time, state, slope) => {
    const value = at(time, state);
    for (const [i, expr] of system.slopes.entries()) slope[i] = value(expr);
  };
}

function stiffOf(system: SolverSystem, args: Float64Array, { byState, byTime }: SlopeDerivatives) {
  const at = evaluatorOf(system, args);
  const timed = byTime();
  const jacobian: Slopes = (time, state, matrix) =>
    fillJacobian(matrix, state.length, byState, at(time, state));
  const change: Slopes = (time, state, slope) => {
    const value = at(time, state);
    slope.fill(0);
    for (const { i, value: e } of timed) slope[i] = value(e);
  };
  return { jacobian, byTime: change };
}

function amountsOf(
  system: SolverSystem,
  amounts: readonly ScalarExpr[],
  args: Float64Array,
): readonly number[] {
  return amounts.map(evaluatorOf(system, args)(0, new Float64Array(1)));
}
