/** The functions that solve an equation of a function of the model. */
import type { Builtin } from '../call-arguments.ts';
import { integrate } from './integrate.ts';
import { odeBuiltins } from './ode.ts';
import { solveNewton } from './solve-newton.ts';

export const solverBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ...odeBuiltins,
  ['solve_newton', solveNewton],
  ['integrate', integrate],
]);
