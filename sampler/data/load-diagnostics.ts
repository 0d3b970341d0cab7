/** Builds the diagnostics of loading: one per datum and kind, with the first few invalid cells. */
import type { Diagnostic, Fix, Related } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { Faults } from './convert-cells.ts';
import type { DataCode } from './data-codes.ts';
import type { RawArray } from './raw-array.ts';

interface Details {
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export function dataError(code: DataCode, span: Span, message: string, details: Details = {}): Diagnostic {
  return { code, severity: 'error', message, span, ...details };
}

/** ` in row 12, column y`, for the end of a sentence; empty for an inline value. */
export function placeInWords(raw: RawArray, index: number): string {
  const place = raw.place(index);
  if (place.file === undefined) return '';
  return ` in row ${place.row}, column ${place.column}`;
}

/** ` (line 13)`: comments, blank lines and the header count; empty where there are no lines. */
export function lineInWords(raw: RawArray, index: number): string {
  const { line } = raw.place(index);
  return line === undefined ? '' : ` (line ${line})`;
}

/** One related place per shown fault; the last has the number of further ones. */
export function relatedCells(
  raw: RawArray,
  faults: Faults,
  message: (index: number) => string,
): readonly Related[] {
  return faults.first.map((index, i) => {
    const rest = faults.count - faults.first.length;
    const more = i === faults.first.length - 1 && rest > 0 ? ` (and ${rest} more)` : '';
    const { file, row, column, span } = raw.place(index);
    return { message: message(index) + more, file, row, column, span };
  });
}

/** `1 of 40 values` · `3 of 40 values`, with the verb that fits. */
export function countOf(faults: Faults, total: number): string {
  return `${faults.count} of ${total} value${total === 1 ? '' : 's'} ${faults.count === 1 ? 'is' : 'are'}`;
}
