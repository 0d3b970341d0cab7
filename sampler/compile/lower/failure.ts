/** Aborts the lowering of one statement: thrown inside, always caught by `lower`. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';

export class LoweringFailure extends Error {
  /** Null where the error is already reported at the statement of a name. */
  readonly diagnostic: Diagnostic | null;

  constructor(diagnostic: Diagnostic | null) {
    super(diagnostic?.message ?? 'depends on a statement that could not be lowered');
    this.diagnostic = diagnostic;
  }
}
