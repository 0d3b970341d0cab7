/** What stands below a table that shows its first rows. */
import { h } from '../dom.ts';

/** Rows of points that a table shows. */
export const MOST_ROWS = 100;

/** @param command whose JSON has all of them */
export function moreRows(count: number, command: string): readonly HTMLElement[] {
  const rest = count - MOST_ROWS;
  if (rest <= 0) return [];
  return [h('p', {}, `… and ${rest} more in the output of `, h('code', { text: command }))];
}
