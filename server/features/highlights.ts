/** Highlights of the name under the cursor: its declaration as written, its uses as read. */
import { type DocumentHighlight, DocumentHighlightKind, type Position } from 'vscode-languageserver';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import { occurrences } from './references.ts';

export function documentHighlights(document: ModelDocument, position: Position): DocumentHighlight[] {
  const { text } = document;
  return occurrences(document, text.offsetAt(position)).map(({ span, isDeclaration }) => ({
    range: rangeOf(text, span),
    kind: isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
