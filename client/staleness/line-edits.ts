/** A fix as edits by line and column, which do not depend on line endings and byte order mark. Pure. */
import type { Fix } from '../../grammar/diagnostic.ts';
import { isSameText } from './line-map.ts';

/** 0-based; columns in UTF-16 units, as the editor counts them. */
interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export interface LineEdit {
  readonly start: LineColumn;
  readonly end: LineColumn;
  readonly newText: string;
}

/** Null where the text is not the sampled one, or the fix does not apply to it. */
export function lineEdits(
  sampled: string,
  present: string,
  { edits }: Pick<Fix, 'edits'>,
): readonly LineEdit[] | null {
  const isWithin = ({ span: { start, end } }: Fix['edits'][number]) =>
    Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= sampled.length;
  if (!isSameText(sampled, present) || edits.length === 0 || !edits.every(isWithin)) return null;
  return edits.map(({ span, newText }) => ({
    start: placeAt(sampled, span.start),
    end: placeAt(sampled, span.end),
    newText,
  }));
}

function placeAt(text: string, offset: number): LineColumn {
  const before = text.slice(0, offset).replace(/^\uFEFF/, '');
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length - 1, column: lines[lines.length - 1].length };
}
