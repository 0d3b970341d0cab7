/** A half-open range of UTF-16 offsets in the source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanOf(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}
