/** Parts of the language that this version cannot compute. */
import type { Check } from './check.ts';

export const unsupported: Check = {
  code: 'unsupported',
  severity: 'error',
  title: 'Not in this version',
  doc: 'Part of the language, but this version cannot compute it; the message says what to write instead. Some of it is found only when the model is compiled, by `bayes check` and before sampling.',
};
