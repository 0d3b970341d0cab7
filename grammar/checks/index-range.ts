import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, replace } from './check.ts';

export const indexRange: Check = {
  code: 'index-range',
  severity: 'error',
  title: 'Position out of range',
  doc: 'A position below 1 or beyond the size of the axis, written out or computed from data: every position that the data determine is looked at, but for those in a branch not taken. Positions count from 1. In a recurrence guard the first elements: `if t == 1 then … else y[t - 1]`, or begin later: `observe y[t in 2..T]`.',
};

interface OutOfRange {
  readonly span: Span;
  /** As in `position 0` or `` `t - 1` reaches 0 when `t` is 1 ``. */
  readonly what: string;
  readonly axis: string;
  /** Null if unknown. */
  readonly size: number | null;
  readonly advice?: string;
  readonly fixes?: readonly Fix[];
}

export function outOfRange({ span, what, axis, size, advice, fixes }: OutOfRange): Diagnostic {
  const hint = advice ? `; ${advice}` : '';
  return diagnose(
    indexRange,
    span,
    `${what}, but positions of ${axis} run from 1${size === null ? '' : ` to ${size}`}${hint}`,
    { fixes },
  );
}

/** A slice whose end is before its beginning. */
export function backwards(span: Span, lo: number, hi: number): Diagnostic {
  const [found, meant] = [`${lo}..${hi}`, `${hi}..${lo}`];
  return diagnose(indexRange, span, `slice ${found} runs backwards and has no elements; write \`${meant}\``, {
    fixes: [replace(`Write ${meant}`, span, meant)],
  });
}
