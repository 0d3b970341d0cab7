import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const labelArithmetic: Check = {
  code: 'label-arithmetic',
  severity: 'warning',
  title: 'Labels as numbers',
  doc: 'Data whose values are labels of a dimension are positions 1, 2, 3… in arithmetic, whatever the labels say. To give each label its own effect index a parameter: `a[county_of]`. To compute with the numbers declare the datum as `int` or `real`. Comparing with a number compares positions too: write the label as text, `county_of == "3"`. A `deterministic` quantity of labels is summarised by the probability of each label, `P(first = bear)`.',
};

export function arithmeticOnLabels(span: Span, what: string, dim: string): Diagnostic {
  return diagnose(
    labelArithmetic,
    span,
    `${what} holds labels of \`${dim}\`; arithmetic would use their positions 1, 2, 3…; index a parameter instead, as \`a[…]\`, or declare it as a number`,
  );
}

/** `e == 3`, where the labels are not 1, 2, 3…: position 3 may be another label. */
export function positionCompared(
  span: Span,
  what: string,
  dim: string,
  number: { readonly span: Span; readonly text: string; readonly isLabel: boolean },
): Diagnostic {
  const text = JSON.stringify(number.text);
  const advice = number.isLabel
    ? `write \`${text}\` for the label`
    : 'compare with a label in quotes, or declare it as a number';
  return diagnose(
    labelArithmetic,
    span,
    `${what} holds labels of \`${dim}\`; a number is compared with their positions 1, 2, 3…; ${advice}`,
    {
      fixes: number.isLabel
        ? [{ title: `Write ${text}`, edits: [{ span: number.span, newText: text }] }]
        : [],
    },
  );
}
