import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, type Extra } from './check.ts';

export const supportMismatch: Check = {
  code: 'support-mismatch',
  severity: 'error',
  title: 'Value outside the support',
  doc: 'A value that the distribution cannot have: a scale whose prior allows negative values (`param sigma ~ Normal(0, 1)` used as `sigma` of `Normal`; write `HalfNormal(1)` or `in 0..`), a count that is negative or not whole, a probability outside 0 to 1. The log density would be minus infinity or undefined there.',
};

export function outsideSupport(span: Span, message: string, extra: Extra = {}): Diagnostic {
  return diagnose(supportMismatch, span, message, extra);
}
