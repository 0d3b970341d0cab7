/** Folding: every statement, list and call of several lines, and runs of comment lines. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Span } from '../../grammar/span.ts';
import type { Node } from '../../grammar/syntax/ast.ts';
import { jointOf } from '../../grammar/syntax/recurrence.ts';
import { children } from '../../grammar/syntax/walk.ts';
import type { ModelDocument } from '../documents.ts';

export function foldingRanges(document: ModelDocument): FoldingRange[] {
  return [...nodeFolds(document), ...commentFolds(document)];
}

function nodeFolds({ text, program }: ModelDocument): FoldingRange[] {
  const byStart = new Map<number, number>();
  /** False where it is all on one line. */
  const fold = (span: Span): boolean => {
    const startLine = text.positionAt(span.start).line;
    const endLine = text.positionAt(span.end).line;
    if (endLine <= startLine) return false;
    // A line that begins with the closing brace or bracket stays visible.
    const lastLine = text.getText({ start: { line: endLine, character: 0 }, end: text.positionAt(span.end) });
    const closes = /^\s*[}\])]/.test(lastLine);
    const last = closes ? endLine - 1 : endLine;
    // The outermost node that starts on a line folds it.
    if (last > startLine && last > (byStart.get(startLine) ?? 0)) byStart.set(startLine, last);
    return true;
  };
  const visit = (node: Node): void => {
    if (fold(node.span)) for (const child of children(node)) visit(child);
  };
  for (const statement of program.statements) {
    const joint = jointOf(statement);
    if (joint !== undefined) fold(joint);
    visit(statement);
  }
  return [...byStart].map(([startLine, endLine]) => ({ startLine, endLine }));
}

function commentFolds({ text, program }: ModelDocument): FoldingRange[] {
  const folds: FoldingRange[] = [];
  let first = -1;
  let last = -2;
  const close = (): void => {
    if (last > first && first >= 0)
      folds.push({ startLine: first, endLine: last, kind: FoldingRangeKind.Comment });
  };
  for (const comment of program.comments) {
    const { line, character } = text.positionAt(comment.span.start);
    const before = text.getText({ start: { line, character: 0 }, end: { line, character } });
    if (before.trim() !== '') continue;
    if (line !== last + 1) {
      close();
      first = line;
    }
    last = line;
  }
  close();
  return folds;
}
