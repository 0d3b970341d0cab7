import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const recoveryTest: Check = {
  code: 'recovery-test',
  severity: 'error',
  title: 'Test that cannot be run',
  doc: 'A `test recovers { … }` states values of parameters, as numbers, lists of numbers or `{ label = value }`, and sizes of the simulated data as whole numbers from 1: `test recovers { beta = 1, sigma = 0.5, n = 200 }`.',
};

/** A value that a parameter, or a size, cannot take. */
export function wrongTestValue(span: Span, name: string, expected: string, found: string): Diagnostic {
  return diagnose(recoveryTest, span, `\`${name}\` of the test: expected ${expected}, found ${found}`);
}

export function nothingToRecover(span: Span): Diagnostic {
  return diagnose(
    recoveryTest,
    span,
    'expected the value of at least one parameter to recover, as in `test recovers { beta = 1 }`, found none',
  );
}
