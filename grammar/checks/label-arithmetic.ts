import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const labelArithmetic: Check = {
  code: 'label-arithmetic',
  severity: 'warning',
  title: 'Arithmetic on labels',
  doc: 'Data whose values are labels of a dimension are positions 1, 2, 3… in arithmetic, whatever the labels say. To give each label its own effect index a parameter: `a[county_of]`. To compute with the numbers declare the datum as `int` or `real`.',
};

export function arithmeticOnLabels(span: Span, what: string, dim: string): Diagnostic {
  return diagnose(
    labelArithmetic,
    span,
    `${what} holds labels of \`${dim}\`; arithmetic would use their positions 1, 2, 3…; index a parameter instead, as \`a[…]\`, or declare it as a number`,
  );
}
