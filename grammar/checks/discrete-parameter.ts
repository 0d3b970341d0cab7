import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const discreteParameter: Check = {
  code: 'discrete-parameter',
  severity: 'error',
  title: 'Discrete parameter that cannot be summed out',
  doc: 'A discrete parameter is legal where it has finitely many values, so that it can be summed out of the posterior. A count without an upper bound has no such sum: sum over the values that matter yourself, as in `log_sum_exp(logpdf(Poisson(4), k - 1) + … for k in 1..21)`, or use a continuous parameter.',
};

/** `prior` as written: `Poisson(4)`. */
export function cannotMarginalise(span: Span, name: string, distribution: string, prior: string): Diagnostic {
  return diagnose(
    discreteParameter,
    span,
    `\`${name}\` is discrete and \`${distribution}\` has no upper bound, so it cannot be summed out; add the sum over the values that matter to the density in place of the parameter, as in \`log_sum_exp(logpdf(${prior}, k - 1) + … for k in 1..21)\` for 0 to 20, or give it a continuous prior`,
  );
}
