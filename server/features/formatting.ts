/** Formatting with the smallest edits, so that markers, breakpoints and selections survive. */
import type { Range, TextEdit } from 'vscode-languageserver';
import { formatProgram } from '../../grammar/format/format.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import { smallestEdits } from '../smallest-edits.ts';

/** Edits that format a document; with `range`, only those inside it. A text with syntax errors stays as it is. */
export function formatted(document: ModelDocument, range?: Range): TextEdit[] {
  const { text } = document;
  const source = text.getText();
  const edits = smallestEdits(source, formatProgram(source).text);
  const within = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return edits
    .filter(({ span }) => within === undefined || (within.start <= span.start && span.end <= within.end))
    .map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
}
