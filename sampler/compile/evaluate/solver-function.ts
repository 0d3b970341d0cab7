/** The function that a solver evaluates, on numbers. */
import type { ScalarExpr, SolverSystem } from '../../../grammar/ir.ts';
import type { SlopeDerivatives } from '../graph/slope-derivatives.ts';
import { type ArrayLookup, type Environment, evaluateCached } from './expression.ts';

/** Values of expressions at a time and state. */
type At = (time: number, state: Float64Array) => (e: ScalarExpr) => number;

export function evaluatorOf(system: SolverSystem, args: Float64Array): At {
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

/** Row by row: each slope's derivatives by the elements of the state, 0 where there is none. */
export function fillJacobian(
  matrix: Float64Array,
  size: number,
  byState: SlopeDerivatives['byState'],
  value: (e: ScalarExpr) => number,
): void {
  matrix.fill(0);
  for (const [j, column] of byState.entries())
    for (const { i, value: e } of column) matrix[i * size + j] = value(e);
}
