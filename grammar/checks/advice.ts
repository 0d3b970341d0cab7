/** The checks that look at a whole program after its statements are typed. */
import type { Analysis } from '../analyze.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Check } from './check.ts';

export interface AdviceCheck {
  readonly check: Check;
  readonly run: (analysis: Analysis) => readonly Diagnostic[];
}

export const adviceChecks: readonly AdviceCheck[] = [];
