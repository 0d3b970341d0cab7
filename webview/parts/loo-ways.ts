/** Further ways of cross-validation that can be asked for: where k is too high, by groups, in folds, of the future. */
import type { RunQuestion } from '../../sampler/protocol.ts';
import { dropdown, textField } from '../controls.ts';
import { h } from '../dom.ts';
import { linkButton } from './link-button.ts';

type Question = Extract<RunQuestion, { readonly kind: 'loo' | 'k-fold' | 'future' }>;

interface LooWays {
  readonly element: HTMLElement;
  /** For a run with so many points whose k is too high, and these dimensions. */
  offer(bad: number, dimensions: readonly string[]): void;
}

const FOLDS = 10;
const AHEAD = 1;
const ALONE = '';

export function createLooWays(ask: (question: Question) => void): LooWays {
  let folds = FOLDS;
  let ahead = AHEAD;
  let by = ALONE;
  const whole = (text: string, least: number, otherwise: number) =>
    /^\s*\d+\s*$/.test(text) && Number(text) >= least ? Number(text) : otherwise;
  const foldsField = textField('Number of folds', `${FOLDS} folds`, (text) => {
    folds = whole(text, 2, FOLDS);
  });
  const aheadField = textField('Steps ahead', `${AHEAD} step ahead`, (text) => {
    ahead = whole(text, 1, AHEAD);
  });
  const groups = dropdown<string>('Groups to leave out together', [], (value) => {
    by = value;
    perGroup.hidden = by === ALONE;
  });
  const grouping = () => (by === ALONE ? {} : { by });
  const mend = h(
    'li',
    {},
    'Where k is too high: ',
    linkButton('Move the draws', () => ask({ kind: 'loo', way: 'moment-match', ...grouping() })),
    ', or ',
    linkButton('fit again', () => ask({ kind: 'loo', way: 'refit', ...grouping() })),
    ' without each such point.',
  );
  const perGroup = h(
    'li',
    { attrs: { hidden: true } },
    linkButton('Leave out each group', () => ask({ kind: 'loo', ...grouping() })),
    ', from the draws.',
  );
  const together = h('label', {}, 'Leave out together: ', groups.element);
  return {
    element: h(
      'section',
      { class: 'loo-ways', attrs: { 'aria-label': 'Other ways of cross-validation', hidden: true } },
      h('h3', { text: 'Other ways' }),
      together,
      h(
        'ul',
        {},
        mend,
        perGroup,
        h(
          'li',
          {},
          linkButton('Fit without each fold', () => ask({ kind: 'k-fold', folds, ...grouping() })),
          ' of ',
          foldsField.element,
        ),
        h(
          'li',
          {},
          linkButton('Predict the future of a series', () => ask({ kind: 'future', ahead, ...grouping() })),
          ' from all before, ',
          aheadField.element,
        ),
        h(
          'li',
          {},
          linkButton('From the draws alone', () => ask({ kind: 'loo' })),
          ', point by point.',
        ),
      ),
    ),
    offer(bad, dimensions) {
      mend.hidden = bad === 0;
      together.hidden = dimensions.length < 2;
      groups.setChoices([
        { value: ALONE, text: 'each point alone' },
        ...dimensions.map((name) => ({ value: name, text: `groups by ${name}` })),
      ]);
      by = ALONE;
      groups.set(by);
      perGroup.hidden = true;
    },
  };
}

export function waitingText(question: Question): string {
  switch (question.kind) {
    case 'k-fold':
      return `Fitting the model ${question.folds} times, each time without a part of the points…`;
    case 'future':
      return 'Predicting each step from all before it, with a fit where the weights fail…';
    case 'loo':
      if (question.way === 'refit') return 'Fitting the model again without each point whose k is too high…';
      if (question.way === 'moment-match') return 'Moving the draws for each point whose k is too high…';
      return `Weighing the draws without each ${question.by === undefined ? 'point' : `group of ${question.by}`}…`;
  }
}
