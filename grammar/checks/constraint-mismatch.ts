import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, type Extra } from './check.ts';

export const constraintMismatch: Check = {
  code: 'constraint-mismatch',
  severity: 'error',
  title: 'Constraint does not fit the parameter',
  doc: 'The type after the colon (`ordered`, `positive_ordered`, `simplex`, `unit_vector`, `sum_to_zero`, `cholesky_corr`, `corr`, `cov`) needs a vector or a square matrix, and a prior whose own support it does not contradict. A range `in LO..HI` truncates a prior over numbers, not one over vectors.',
};

export function constraintDoesNotFit(span: Span, message: string, extra: Extra = {}): Diagnostic {
  return diagnose(constraintMismatch, span, message, extra);
}
