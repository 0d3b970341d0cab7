/**
 * One mistake, one message: what the checker and the data loader say of a line that could not be read as it
 * stands may only repeat the mistake in its syntax, so it waits until that is mended.
 */
import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './span.ts';
import type { Program } from './syntax/ast.ts';

export function withoutEchoes(
  { text, faults = [] }: Program,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (text === undefined || faults.length === 0) return found;
  const lines = faults.map((fault) => lineAround(text, fault));
  return found.filter(({ span }) => !lines.some((line) => span.start <= line.end && line.start <= span.end));
}

function lineAround(text: string, { start, end }: Span): Span {
  const breakAfter = text.indexOf('\n', end);
  return {
    start: text.lastIndexOf('\n', start - 1) + 1,
    end: breakAfter < 0 ? text.length : breakAfter,
  };
}
