/** The part of a long list near the viewport; rows have equal height, the others are empty space. */
interface ListWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Rows rendered beyond each edge, for fast scrolling. */
const OVERSCAN = 8;

export function listWindow(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
  overscan = OVERSCAN,
): ListWindow {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + overscan);
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.max(end, 0) };
}
