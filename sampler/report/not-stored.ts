/** What `store` left out of a run, in words: nothing says whether the chains agree on it. */
import type { Diagnostics } from './sample-report.ts';

/** Names listed, at most. */
const MOST_LISTED = 5;

/** A sentence without its period; null where all quantities were kept. */
export function notStoredText({ not_stored = [] }: Pick<Diagnostics, 'not_stored'>): string | null {
  if (not_stored.length === 0) return null;
  const shown = not_stored.slice(0, MOST_LISTED);
  const more = not_stored.length - shown.length;
  const last = more > 0 ? `${more} more` : shown.length > 1 ? shown.pop() : undefined;
  const names = `${shown.join(', ')}${last === undefined ? '' : ` and ${last}`}`;
  const them = not_stored.length === 1 ? 'it was' : 'they were';
  return `Not judged: whether the chains agree on ${names}, since ${them} not kept (\`store\`)`;
}
