/** A formula that cannot be expanded: a term, the outcome, the family or a line `prior`. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const formulaTerm: Check = {
  code: 'formula-term',
  severity: 'error',
  title: 'Formula cannot be expanded',
  doc: 'A part of a `formula` is not in its notation, names no column of the data, or does not go with the family; the message says what was expected there.',
};

export function formulaProblem(span: Span, message: string): Diagnostic {
  return diagnose(formulaTerm, span, message);
}
