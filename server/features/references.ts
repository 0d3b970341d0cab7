/** References: every use of a name, and of a label of a dimension. */
import type { Location, Position, ReferenceContext } from 'vscode-languageserver';
import type { Span } from '../../grammar/span.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import { labelAt, labelUses, symbolAt, usesOf } from '../symbol-references.ts';

interface Occurrence {
  /** For a label, the text between its quotes. */
  readonly span: Span;
  readonly isDeclaration: boolean;
}

export function references(
  document: ModelDocument,
  position: Position,
  { includeDeclaration }: ReferenceContext,
): Location[] {
  const { text, uri } = document;
  return occurrences(document, text.offsetAt(position))
    .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
    .map(({ span }) => ({ uri, range: rangeOf(text, span) }));
}

export function occurrences(document: ModelDocument, offset: number): Occurrence[] {
  const use = symbolAt(document, offset);
  if (use !== undefined) {
    // Several statements that a formula stands for may use one word of it.
    const byStart = new Map(usesOf(use.symbol).map((one) => [one.span.start, one]));
    return [...byStart.values()];
  }
  const label = labelAt(document, offset);
  if (label === undefined) return [];
  return labelUses(document)
    .filter((other) => other.dim === label.dim && other.label === label.label)
    .map(({ literal: { span }, role }) => ({
      span: { start: span.start + 1, end: span.end - 1 },
      isDeclaration: role === 'declaration',
    }));
}
