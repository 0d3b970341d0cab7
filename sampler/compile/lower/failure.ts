/** How lowering gives up on one statement: thrown inside, always caught by `lower`, never seen outside. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';

export class LoweringFailure extends Error {
  /** Null where the mistake was already reported at the name's own statement. */
  readonly diagnostic: Diagnostic | null;

  constructor(diagnostic: Diagnostic | null) {
    super(diagnostic?.message ?? 'depends on a statement that could not be lowered');
    this.diagnostic = diagnostic;
  }
}
