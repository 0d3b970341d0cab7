/** Invalid values at a point, found before any term is computed from them. */
import type { IrProgram } from '../../grammar/ir.ts';
import { evaluateArrays } from '../compile/evaluate/terms.ts';
import { valueFault } from '../compile/value-checks.ts';
import type { ValueFault } from '../infer/invalid-value.ts';

/**
 * A position that does not exist, or a vector or matrix of another kind, makes the density NaN: it is the
 * cause of whatever else is not finite.
 */
export function faultAt(ir: IrProgram, position: Float64Array): ValueFault | null {
  const checks = ir.checks ?? [];
  if (checks.length === 0) return null;
  const valuesOf = evaluateArrays(ir, position);
  // Positions first, since values read at invalid positions are NaN and fail every other check.
  for (const kind of ['index', 'vector'] as const) {
    for (const [i, check] of checks.entries()) {
      const found = check.kind === kind ? valueFault(check, i, valuesOf(check.array)) : null;
      if (found !== null) return found;
    }
  }
  return null;
}
