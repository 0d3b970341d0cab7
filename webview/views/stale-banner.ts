/** Banner above the verdict if the model or its data have changed since the run, with actions. */
import type { PageContext } from '../context.ts';
import { h, setText } from '../dom.ts';
import { icon } from '../parts/icon.ts';
import { linkButton } from '../parts/link-button.ts';
import type { Staleness } from '../protocol.ts';
import { isFixed, type PageState } from '../state.ts';

export function createStaleBanner(context: PageContext) {
  const { editor } = context.source;
  // Created empty, so that screen readers announce text added later.
  const words = h('span', { attrs: { role: 'status' } });
  const actions = h('span', { class: 'stale-actions' });
  const again = editor === null ? null : linkButton('Sample again', editor.sampleAgain);
  const difference = editor === null ? null : linkButton('Show difference', editor.showDifference);
  const dot = h('span', { text: ' · ', attrs: { 'aria-hidden': true } });
  for (const part of [again, dot, difference]) if (part !== null) actions.append(part);
  const box = h(
    'div',
    { class: 'stale', attrs: { hidden: true } },
    icon('stale'),
    h('p', {}, words, ' ', actions),
  );

  return {
    element: box,
    update(state: PageState): void {
      const { run, staleness } = state;
      const isPrior = run.kind === 'prior';
      // Fixed errors have their own message.
      const what = isPrior ? 'these draws from its prior' : 'this run';
      const text = isFixed(state) ? '' : staleWords(staleness, what);
      box.hidden = text === '';
      setText(words, text);
      const model = staleness?.model ?? 'same';
      // A missing model cannot be sampled again, but its text can still be read.
      if (again !== null) {
        again.hidden = model === 'missing';
        setText(again, isPrior ? 'Draw again' : 'Sample again');
      }
      if (difference !== null) {
        difference.hidden = model === 'same';
        setText(difference, model === 'missing' ? 'Show the model as it was' : 'Show difference');
      }
      dot.hidden = model !== 'changed';
    },
  };
}

/** Empty where nothing has changed. */
export function staleWords(staleness: Staleness | null, what = 'this run'): string {
  if (staleness === null) return '';
  const { model, files } = staleness;
  const data = filesInWords(files);
  if (model === 'missing') return `The model of ${what} is no longer there.`;
  if (model === 'changed')
    return data === ''
      ? `The model has changed since ${what}:`
      : `The model has changed since ${what}, and so ${files.length === 1 ? 'has' : 'have'} its data (${data}):`;
  return data === '' ? '' : `The data have changed since ${what} (${data}):`;
}

const MOST_NAMED = 3;

function filesInWords(files: Staleness['files']): string {
  const named = files
    .slice(0, MOST_NAMED)
    .map(({ name, isMissing }) => (isMissing ? `${name} is gone` : name));
  const more = files.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
