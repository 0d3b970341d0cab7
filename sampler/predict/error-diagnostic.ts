/** An error at a place of the model's text. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';

export function problem(code: string, message: string, span: Diagnostic['span']): Diagnostic {
  return { code, severity: 'error', message, span };
}
