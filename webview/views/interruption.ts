/** Banner of an interrupted run, above the verdict: the reason, what is shown, and how to resume. */
import { countText } from '../../sampler/stats/number-text.ts';
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
      text: `${sentence(interruption.message)} ${keptWords(interruption, ', and shown here as provisional')}`,
    }),
    resumeButton(context, interruption),
    lastWords(interruption.stderrTail),
  );
}

/** Number of kept draws, followed by `then`. */
export function keptWords({ kept: { chains, drawsPerChain } }: Interruption, then: string): string {
  if (drawsPerChain === 0) return 'There are no draws of it yet.';
  const draws = `${countText(drawsPerChain)} ${drawsPerChain === 1 ? 'draw' : 'draws'}`;
  const be = drawsPerChain === 1 ? 'is' : 'are';
  const whose = chains === 1 ? 'one chain' : `each of ${chains} chains`;
  return `${draws} of ${whose} ${be} kept${then}.`;
}

/** The end of the sampler's stderr, folded; null if empty. */
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

/** Null without an editor. */
export function resumeButton(context: PageContext, { canResume }: Interruption): HTMLElement | null {
  const { editor } = context.source;
  if (editor === null) return null;
  return button(canResume ? 'Resume' : 'Run again with the same seed', editor.resume, {
    appearance: 'primary',
  });
}
