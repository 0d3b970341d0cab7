import type { Node } from '../syntax/ast.ts';
import { blankLine, comment, type Doc, group, hardline, ifFlat, line, nest } from './pretty-printer.ts';
import type { Cursor } from './token-cursor.ts';

interface BlockArgs<Entry> {
  readonly entries: readonly Entry[];
  /** `pad` is the number of spaces before the entry's sign, to align it with its neighbours. */
  readonly layout: (entry: Entry, pad: number) => Doc;
  /** Length of the text before the sign to be aligned. */
  readonly widthOf: (entry: Entry) => number;
  /** A block with more entries than this always has a line for each. */
  readonly inlineLimit: number;
}

/**
 * `{ … }`: on one line, with commas, if written so and it fits; else one line per entry, without commas, keeping
 * comments and single empty lines.
 */
export function block<Entry extends Node>(cursor: Cursor, args: BlockArgs<Entry>): Doc {
  const { entries, inlineLimit } = args;
  const isInline = !cursor.isNewlineAfter() && entries.length <= inlineLimit;
  const pads = isInline ? entries.map(() => 0) : paddings(cursor, entries, args.widthOf);
  const open = cursor.take();
  const lines: Doc[] = [];
  let hasComment = false;
  let isFirst = true;
  const add = (offset: number, doc: Doc): void => {
    if (!isFirst && cursor.isBlankBefore(offset)) lines.push(blankLine);
    lines.push(doc);
    isFirst = false;
  };
  entries.forEach((entry, i) => {
    for (const { text, span } of cursor.detachLeading()) {
      hasComment = true;
      add(span.start, comment(text.trimEnd(), true));
    }
    const start = cursor.offset;
    const tail = [cursor.detachTrailing(entry.span.end)];
    const doc = args.layout(entry, pads[i]);
    if (cursor.peek() === ',') tail.push(cursor.skip());
    const isLast = i === entries.length - 1;
    add(start, [doc, isInline && !isLast ? ifFlat(',') : [], tail]);
  });
  for (const { text, span } of cursor.detachLeading()) {
    hasComment = true;
    add(span.start, comment(text.trimEnd(), true));
  }
  const close = cursor.take();
  if (lines.length === 0) return [open, close];
  const isOneLine = isInline && !hasComment;
  const separator = isOneLine ? line : hardline;
  const body = lines.map((doc, i) => (i === 0 ? doc : [separator, doc]));
  return group(open, nest(separator, ...body), separator, close);
}

/** Padding that aligns each node's sign with those of its neighbours, up to the next empty line. */
export function paddings<Entry extends Node>(
  cursor: Cursor,
  nodes: readonly Entry[],
  widthOf: (node: Entry) => number,
): number[] {
  const pads: number[] = [];
  let start = 0;
  while (start < nodes.length) {
    let end = start + 1;
    while (end < nodes.length && !cursor.isBlankBetween(nodes[end - 1].span.end, nodes[end].span.start))
      end += 1;
    const run = nodes.slice(start, end).map(widthOf);
    const widest = run.reduce((most, width) => Math.max(most, width), 0);
    pads.push(...run.map((width) => widest - width));
    start = end;
  }
  return pads;
}
