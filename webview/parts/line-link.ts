/** Texts and links for a line of the run's model, which may have moved or been removed since. */
import type { PageContext } from '../context.ts';
import { linkButton } from './link-button.ts';

/** The current line of a line in the run's model; null if its statement was removed. Both are 0-based. */
export function lineNow(context: PageContext, line: number): number | null {
  const { staleness } = context.store.state;
  if (staleness === null || staleness.model === 'same') return line;
  return staleness.lines?.[line] ?? null;
}

/** `line 5 of the model` in the current text; `line 4 of the model as it was` if its statement was removed. */
export function lineWords(context: PageContext, line: number): string {
  const now = lineNow(context, line);
  return now === null ? `line ${line + 1} of the model as it was` : `line ${now + 1} of the model`;
}

/** Null without an editor. */
export function lineLink(context: PageContext, line: number): HTMLElement | null {
  const { editor } = context.source;
  if (editor === null) return null;
  const words = lineWords(context, line);
  return linkButton(`${words[0].toUpperCase()}${words.slice(1)}`, () => editor.reveal(line));
}
