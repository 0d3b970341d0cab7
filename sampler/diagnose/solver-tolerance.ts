/**
 * Whether the tolerances of differential equations are tight enough: the log density at some draws as the model states
 * them, and at a hundredth of them. What differs from draw to draw moves the posterior, and gradients with it.
 */
import type { IrProgram, IrStatement } from '../../grammar/ir.ts';
import { evaluateTerms } from '../compile/evaluate/terms.ts';

export interface SolverTolerance {
  /** Largest difference of log densities, from that at the median draw. */
  readonly difference: number;
  /** The statement of the first equation. */
  readonly label: string;
  readonly method: 'ode' | 'ode_stiff';
  readonly start: number;
  readonly rtol: number;
  readonly atol: number;
}

const TIGHTER = 100;
/** As in `lower/solvers/ode-arguments.ts`: below it rounding is larger than the error. */
const LEAST_RTOL = 1e-13;

export function isDifferentialEquation(
  statement: IrStatement,
): statement is Extract<IrStatement, { fn: 'solver' }> {
  return (
    statement.kind === 'kernel' &&
    statement.fn === 'solver' &&
    (statement.system.method.kind === 'ode' || statement.system.method.kind === 'ode_stiff')
  );
}

/** Null without a differential equation, or without draws. */
export function solverTolerance(ir: IrProgram, positions: readonly Float64Array[]): SolverTolerance | null {
  const first = ir.statements.find(isDifferentialEquation);
  if (first === undefined) return null;
  const tight: IrProgram = { ...ir, statements: ir.statements.map(tightened) };
  const differences = positions
    .map((position) => logDensity(ir, position) - logDensity(tight, position))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (differences.length === 0) return null;
  const median = differences[Math.floor(differences.length / 2)];
  return {
    difference: Math.max(...differences.map((d) => Math.abs(d - median))),
    label: first.origin.label,
    start: first.origin.span.start,
    method: first.system.method.kind === 'ode' ? 'ode' : 'ode_stiff',
    rtol: first.system.rtol,
    atol: first.system.atol,
  };
}

function tightened(statement: IrStatement): IrStatement {
  if (!isDifferentialEquation(statement)) return statement;
  const { system } = statement;
  const rtol = Math.max(LEAST_RTOL, system.rtol / TIGHTER);
  const maxSteps = Math.min(2 ** 31 - 1, 10 * system.maxSteps);
  return { ...statement, system: { ...system, rtol, atol: system.atol / TIGHTER, maxSteps } };
}

function logDensity(ir: IrProgram, position: Float64Array): number {
  return evaluateTerms(ir, position).reduce((sum, { value }) => sum + value, 0);
}
