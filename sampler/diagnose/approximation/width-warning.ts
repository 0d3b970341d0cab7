import type { AdviSettings } from '../../report/approximation-report.ts';
import type { WidthRow } from '../../report/widths-report.ts';
import { liesElsewhere } from './width-sentences.ts';
import { wordsOf } from './words.ts';

/** What to take from an approximation: no mean where it fails, or puts a quantity elsewhere; null without a warning. */
export function widthWarning(
  rows: readonly WidthRow[],
  method: AdviSettings['method'],
  pass: boolean,
): string | null {
  const { warning } = wordsOf(method);
  if (warning === undefined) return null;
  return pass && !rows.some(liesElsewhere) ? warning.message : warning.whereItFails;
}
