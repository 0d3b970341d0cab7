/** Above the verdict of a run that was cut off: why, what is shown, and how to get the rest. */
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';
import { icon } from '../parts/icon.ts';
import { sentence } from '../parts/sentence.ts';
import type { Interruption } from '../protocol.ts';

export function interruptionElement(context: PageContext, interruption: Interruption): HTMLElement {
  return h(
    'section',
    { class: 'interruption', attrs: { 'aria-label': 'Interrupted' } },
    icon('warning'),
    h('p', {
      text: `${sentence(interruption.message)} What was drawn until then is kept, and shown here.`,
    }),
    resumeButton(context, interruption),
    lastWords(interruption.stderrTail),
  );
}

/** What the sampler wrote last, folded; null where it wrote nothing. */
export function lastWords(stderrTail: string): HTMLElement | null {
  const text = stderrTail.trim();
  if (text === '') return null;
  return h(
    'details',
    {},
    h('summary', { text: 'The last it said' }),
    h('pre', { text, attrs: { tabindex: 0 } }),
  );
}

/** Null where there is no editor to do it. */
export function resumeButton(context: PageContext, { canResume }: Interruption): HTMLElement | null {
  const { editor } = context.source;
  if (editor === null) return null;
  return button(canResume ? 'Resume' : 'Run again with the same seed', editor.resume, {
    appearance: 'primary',
  });
}
