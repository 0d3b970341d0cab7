/**
 * One mistake, one message: findings of the checker and of the data loader on a line with a syntax error
 * may only repeat that error, so they are withheld until it is fixed.
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

/** Findings of the loader, without those that the checker explains better: `c(1, 2, 3)` is not a function here. */
export function withoutUnknownCalls(
  loaded: readonly Diagnostic[],
  checked: readonly Diagnostic[],
): readonly Diagnostic[] {
  const unknown = new Set(checked.flatMap(({ code, span }) => (code === 'unknown-name' ? [span.start] : [])));
  return loaded.filter(({ code, span }) => code !== 'data-column' || !unknown.has(span.start));
}

function lineAround(text: string, { start, end }: Span): Span {
  const breakAfter = text.indexOf('\n', end);
  return {
    start: text.lastIndexOf('\n', start - 1) + 1,
    end: breakAfter < 0 ? text.length : breakAfter,
  };
}
