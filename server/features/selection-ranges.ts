/** Growing selections: the word, then each enclosing node of the syntax tree, then the file. */
import type { Position, SelectionRange } from 'vscode-languageserver';
import type { Span } from '../../grammar/span.ts';
import { nodeAt } from '../../grammar/syntax/walk.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf, sameSpan } from '../lsp-ranges.ts';

export function selectionRanges(document: ModelDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionAt(document, position));
}

function selectionAt(document: ModelDocument, position: Position): SelectionRange {
  const { text, program } = document;
  const offset = text.offsetAt(position);
  const spans: Span[] = [{ start: 0, end: text.getText().length }];
  const path = nodeAt(program, offset).map((node) => node.span);
  const word = wordAt(text.getText(), offset);
  for (const span of word === undefined ? path : [...path, word]) {
    const outer = spans[spans.length - 1];
    const shrinks = outer.start <= span.start && span.end <= outer.end && !sameSpan(outer, span);
    if (shrinks) spans.push(span);
  }
  return spans.reduce<SelectionRange | undefined>(
    (parent, span) => ({ range: rangeOf(text, span), parent }),
    undefined,
  ) as SelectionRange;
}

function wordAt(text: string, offset: number): Span | undefined {
  const isWord = (i: number) => /[\p{L}\p{N}_]/u.test(text.charAt(i));
  let start = offset;
  let end = offset;
  while (start > 0 && isWord(start - 1)) start--;
  while (end < text.length && isWord(end)) end++;
  return start < end ? { start, end } : undefined;
}
