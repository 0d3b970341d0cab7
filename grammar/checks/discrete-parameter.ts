import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const discreteParameter: Check = {
  code: 'discrete-parameter',
  severity: 'error',
  title: 'Discrete parameter that cannot be summed out',
  doc: 'A discrete parameter is legal where it has finitely many values, so that it can be summed out of the posterior. A count needs a stated bound, `param N ~ Poisson(4) in 0..20`, which truncates its prior, or a continuous prior in its place.',
};

/** `prior` as written: `Poisson(4)`. */
export function cannotMarginalise(span: Span, name: string, distribution: string, prior: string): Diagnostic {
  return diagnose(
    discreteParameter,
    span,
    `\`${name}\` is discrete and \`${distribution}\` has no upper bound, so it cannot be summed out; state the largest value that matters, as in \`${prior} in 0..20\`, or give it a continuous prior`,
  );
}
