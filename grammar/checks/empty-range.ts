import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const emptyRange: Check = {
  code: 'empty-range',
  severity: 'error',
  title: 'Empty range',
  doc: 'A range `LO..HI` whose lower end is not below its upper end, so that it is empty.',
};

export function nothingInRange(span: Span, lo: number, hi: number, because?: string): Diagnostic {
  const reason = because ? `; ${because}` : '';
  return diagnose(emptyRange, span, `expected a range from low to high, found ${lo}..${hi}${reason}`);
}
