/** Banner above prior predictions: nothing was fitted, and what to look for. */
import { h } from '../dom.ts';

export function priorBanner(): HTMLElement {
  return h(
    'section',
    { class: 'prior-banner', attrs: { 'aria-label': 'Prior predictive' } },
    h('h2', { text: 'Prior predictive: nothing is fitted yet' }),
    h('p', {
      text: 'This is what the model expects before it sees the data. Data sets drawn from it should be possible, and the observed one should not be far outside them.',
    }),
  );
}
