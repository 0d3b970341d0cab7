import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const discreteParameter: Check = {
  code: 'discrete-parameter',
  severity: 'error',
  title: 'Discrete parameter that cannot be summed out',
  doc: 'A discrete parameter is legal where it has finitely many values, so that it can be summed out of the posterior. A count without an upper bound has no such sum: truncate it (`in 0..20`), or use a continuous parameter.',
};

export function cannotMarginalise(span: Span, name: string, distribution: string): Diagnostic {
  return diagnose(
    discreteParameter,
    span,
    `\`${name}\` is discrete and \`${distribution}\` has no upper bound, so it cannot be summed out; give it a range such as \`in 0..20\`, or a continuous prior`,
  );
}
