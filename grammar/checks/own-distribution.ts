/** A `distribution` of the program that cannot be used as it is written. */
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, type Extra } from './check.ts';

export const ownDistributionCheck: Check = {
  code: 'own-distribution',
  severity: 'error',
  title: 'Distribution that cannot be used',
  doc: 'A `distribution NAME(a, b) in LO..HI { logpdf(x) = …  draw = … }` has one line `logpdf(x)` and at most one `draw`, each a number computed from its arguments alone. `uniform()` and `normal()` are random numbers, which only `draw =` may use; a random quantity of the model is `draw u ~ Uniform(0, 1)` or a parameter.',
};

export function distributionProblem(span: Span, message: string, extra?: Extra): Diagnostic {
  return diagnose(ownDistributionCheck, span, message, extra);
}

export function distributionAsValue({ name, statement, span: declared }: SymbolInfo, span: Span): Diagnostic {
  const args =
    statement.kind === 'distribution' ? statement.params.map((param) => param.name).join(', ') : '';
  return distributionProblem(
    span,
    `\`${name}\` is a distribution: give its arguments, as in \`${name}(${args})\``,
    { related: [{ message: `\`${name}\` is declared here`, span: declared }] },
  );
}
