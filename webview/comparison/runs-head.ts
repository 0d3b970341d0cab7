/** The compared runs: a card for each, and whether they agree. */
import { countText, essText } from '../../sampler/stats/number-text.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { linkButton } from '../parts/link-button.ts';
import { sentence } from '../parts/sentence.ts';
import { agreementOf, notableZ, samenessOf, samenessText } from './agreement.ts';
import type { ComparisonContext } from './context.ts';
import { runLetter } from './run-letter.ts';
import { titleOf, worthOf } from './shown-run.ts';

const marks = { passes: '✓', misfit: '⚠', provisional: '⚠', none: '○' } as const;

export function runsHead(context: ComparisonContext, missing: number): HTMLElement {
  const { runs } = context;
  const { editor } = context.source;
  return h(
    'header',
    { class: 'comparison-head' },
    h(
      'div',
      { class: 'comparison-title' },
      h('h1', { text: titleOf(runs) }),
      editor === null || runs.length < 2
        ? null
        : h(
            'div',
            { class: 'actions' },
            button('Save Report', () => editor.saveReport()),
          ),
    ),
    missing === 0 ? null : h('p', { class: 'warning', text: missingText(missing) }),
    h('h2', { class: 'visually-hidden', text: 'The runs' }),
    h('ul', { class: 'run-cards' }, ...runs.map((_, k) => card(context, k))),
    ...agreementElements(context),
  );
}

function missingText(missing: number): string {
  return missing === 1
    ? 'One of the runs is no longer there.'
    : `${missing} of the runs are no longer there.`;
}

function card(context: ComparisonContext, k: number): HTMLElement {
  const run = context.runs[k];
  const { header, facts, status } = run;
  const { editor } = context.source;
  const worth = worthOf(run);
  return h(
    'li',
    { class: 'run-card' },
    h(
      'p',
      { class: 'run-name' },
      runLetter(context, k),
      editor === null ? h('span', { text: header.model }) : linkButton(header.model, () => editor.openRun(k)),
    ),
    h('p', { class: 'facts', text: facts }),
    h(
      'p',
      { class: `run-status ${status.kind}` },
      h('span', { text: `${marks[status.kind]} `, attrs: { 'aria-hidden': true } }),
      sentence(status.text.charAt(0).toUpperCase() + status.text.slice(1)),
    ),
    status.reasons.length === 0
      ? null
      : h(
          'ul',
          { class: 'run-reasons' },
          ...status.reasons.map((reason) => h('li', {}, ...codeText(sentence(reason)))),
        ),
    worth === null
      ? null
      : h('p', {
          class: 'facts',
          text: `${countText(worth.draws)} draws, worth ${essText(worth.effective)} at the worst; ${worth.perThousandGradients.toFixed(1)} for each 1000 gradients.`,
        }),
  );
}

function agreementElements({ runs, rows }: ComparisonContext): readonly HTMLElement[] {
  if (runs.length < 2) return [];
  const sameness = samenessOf(runs);
  const letters = runs.map(({ letter }) => letter);
  const agreement = sameness.posterior ? agreementOf(rows, letters, notableZ(rows)) : null;
  return [
    h(
      'p',
      { class: `agreement${agreement?.agree === false ? ' warning' : ''}` },
      `${samenessText(sameness)}${agreement === null ? '' : ` ${agreement.text}`}`,
    ),
    ...(agreement === null || agreement.examples.length === 0
      ? []
      : [h('p', { class: 'facts', text: `${agreement.examples.join(' · ')}` })]),
  ];
}
