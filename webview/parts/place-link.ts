/** A link to the row of the data file that a point came from; its text alone without an editor. */
import type { LooPointRow } from '../../sampler/report/loo-report.ts';
import type { PageContext } from '../context.ts';
import { linkButton } from './link-button.ts';
import type { Cell } from './row-table.ts';

export function placeLink(
  { source: { editor } }: PageContext,
  { file, line, row }: Pick<LooPointRow, 'file' | 'line' | 'row'>,
): Cell {
  if (file === undefined) return '';
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const text = line !== undefined ? `${name}:${line}` : row === undefined ? name : `${name}, row ${row}`;
  return editor === null ? text : linkButton(text, () => editor.revealData(file, line));
}
