import type { Diagnostic } from '../diagnostic.ts';
import { nearest, unseen } from '../scope/nearest-name.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, replace } from './check.ts';

export const unknownLabel: Check = {
  code: 'unknown-label',
  severity: 'error',
  title: 'No such label',
  doc: 'Text in square brackets picks an element by the label of its dimension. The dimension has no such label; labels are compared exactly, with letter case and blanks.',
};

export function noSuchLabel(span: Span, label: string, dim: string, labels: readonly string[]): Diagnostic {
  const near = nearest(label, labels);
  const some = labels
    .slice(0, 5)
    .map((l) => JSON.stringify(l))
    .join(', ');
  const hint =
    near !== null
      ? `did you mean ${JSON.stringify(near)}${unseen(label, near)}?`
      : `its labels are ${some}${labels.length > 5 ? `, … (${labels.length} in all)` : ''}`;
  return diagnose(
    unknownLabel,
    span,
    `${JSON.stringify(label)} is not a label of dimension \`${dim}\`; ${hint}`,
    {
      fixes: near === null ? [] : [replace(`Change to ${JSON.stringify(near)}`, span, JSON.stringify(near))],
    },
  );
}

/** An undeclared name that is a label of the indexed dimension. */
export function labelWithoutQuotes(span: Span, name: string, dim: string): Diagnostic {
  const quoted = JSON.stringify(name);
  return diagnose(
    unknownLabel,
    span,
    `expected a label in quotes, found the name \`${name}\`; ${quoted} is a label of dimension \`${dim}\``,
    { fixes: [replace(`Change to ${quoted}`, span, quoted)] },
  );
}

/** Label data of one dimension used to index another; `skipped` axes come before the one it belongs to. */
export function wrongLabels(
  span: Span,
  what: string,
  labelsOf: string,
  dim: string,
  skipped: number | null,
): Diagnostic {
  const message = `${what} holds labels of \`${labelsOf}\`, but this axis is \`${dim}\``;
  if (skipped === null) return diagnose(unknownLabel, span, `${message}; expected labels of \`${dim}\``);
  const before = '.., '.repeat(skipped);
  return diagnose(unknownLabel, span, `${message}; write \`..\` for each axis before \`${labelsOf}\``, {
    fixes: [
      {
        title: `Index axis \`${labelsOf}\``,
        edits: [{ span: { start: span.start, end: span.start }, newText: before }],
      },
    ],
  });
}
