/** Parts of the language that this version cannot compute. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const unsupported: Check = {
  code: 'unsupported',
  severity: 'error',
  title: 'Not in this version',
  doc: 'Part of the language, but this version cannot compute it; the message says what to write instead. Some of it is found only when the model is compiled, by `bayes check` and before sampling.',
};

export function formulaUnsupported(span: Span): Diagnostic {
  return diagnose(
    unsupported,
    span,
    'this version does not expand formulas yet; write the `param`, `let` and `observe` statements that it expands to',
  );
}
