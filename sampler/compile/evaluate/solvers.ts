/** Equations that a solver solves, on numbers: the solution alone, its sensitivities being 0. */
import type { SolverSystem } from '../../../grammar/ir.ts';
import { integral } from '../../math/integral-solver.ts';
import { findRoot } from '../../math/root-solver.ts';
import { createBuilder } from '../graph/builder.ts';
import { slopeDerivatives } from '../graph/slope-derivatives.ts';
import type { SolverKernel } from '../passes/pass-program.ts';
import { sizeOf } from '../passes/pass-program.ts';
import type { ArrayLookup } from './expression.ts';
import { initialValue, type OdeStop, type Solved } from './ode.ts';
import { evaluatorOf, fillJacobian } from './solver-function.ts';

/** Why there is no solution: for an initial value problem the time that was reached, else where the method stopped. */
export type SolverStop =
  | ({ readonly kind: 'ode' } & OdeStop)
  | {
      readonly kind: 'root';
      readonly function: string;
      readonly outcome: Exclude<ReturnType<typeof findRoot>['outcome'], 'solved'>;
      readonly at: readonly number[];
    }
  | {
      readonly kind: 'integral';
      readonly function: string;
      readonly outcome: Exclude<ReturnType<typeof integral>['outcome'], 'solved'>;
      readonly at: number;
    };

/** The output of the statement, of this shape, and the first position of the batch axes at which it is incomplete. */
export function evaluateSolver(
  { system, inputs, batch }: SolverKernel,
  arrays: ArrayLookup,
  shape: readonly number[],
): Solved<SolverStop> {
  const [count, rows, states] = shape.slice(-3);
  const values = new Float64Array(sizeOf(shape));
  const solve = solverOf(system);
  let stop: SolverStop | null = null;
  for (let at = 0; at < sizeOf(batch); at++) {
    const solution = solve(
      inputs.map((id) => {
        const { shape: own, values: all } = arrays(id);
        const size = own[own.length - 1];
        return own.length === 1 ? all : all.subarray(at * size, (at + 1) * size);
      }),
    );
    for (let k = 0; k < count; k++)
      values.set(solution.values.subarray(k * states, (k + 1) * states), (at * count + k) * rows * states);
    stop ??= solution.stop;
  }
  return { values, stop };
}

type Solve = (inputs: readonly Float64Array[]) => Solved<SolverStop>;

function solverOf(system: SolverSystem): Solve {
  switch (system.method.kind) {
    case 'ode':
    case 'ode_stiff': {
      const solve = initialValue(system);
      return (inputs) => {
        const { values, stop } = solve(inputs);
        return { values, stop: stop === null ? null : { kind: 'ode', ...stop } };
      };
    }
    case 'solve_newton':
      return rootOf(system);
    case 'integrate':
      return ([limits, , , args]) => integralOf(system, limits, args);
  }
}

function rootOf(system: SolverSystem): Solve {
  const { byState } = slopeDerivatives(createBuilder(), system);
  return ([guess, , , args]) => {
    const at = evaluatorOf(system, args);
    const { values, outcome, reached } = findRoot({
      guess,
      equations: (state, to) => {
        const value = at(0, state);
        for (const [i, e] of system.slopes.entries()) to[i] = value(e);
      },
      jacobian: (state, matrix) => fillJacobian(matrix, state.length, byState, at(0, state)),
      tol: system.rtol,
      maxSteps: system.maxSteps,
    });
    if (outcome === 'solved') return { values, stop: null };
    return { values, stop: { kind: 'root', function: system.function, outcome, at: [...reached] } };
  };
}

function integralOf(system: SolverSystem, limits: Float64Array, args: Float64Array): Solved<SolverStop> {
  const at = evaluatorOf(system, args);
  const nothing = new Float64Array(1);
  const { value, outcome, reached } = integral({
    lower: limits[0],
    upper: limits[1],
    integrand: (x) => at(x, nothing)(system.slopes[0]),
    rtol: system.rtol,
    maxSteps: system.maxSteps,
  });
  const values = Float64Array.of(value);
  if (outcome === 'solved') return { values, stop: null };
  return { values, stop: { kind: 'integral', function: system.function, outcome, at: reached } };
}
