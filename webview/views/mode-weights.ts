/** Weights of the modes (`--modes weigh`) above the table: where each lies, and the summary of all by their weights. */
import type { ModeWeights, WeightedRow } from '../../sampler/report/mode-weights.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { errorText, statText } from '../../sampler/stats/number-text.ts';
import { h } from '../dom.ts';

/** Parameters that describe the location of a mode, at most. */
const PLACES = 3;
/** Rows of the summary; the rest is in the JSON. */
const MOST_ROWS = 200;

export function createModeWeights() {
  const element = h('details', { class: 'mode-weights', attrs: { open: '', hidden: true } });
  let shown: ModeWeights | undefined;
  return {
    element,
    update({ mode_weights: weights }: Pick<SampleReport, 'mode_weights'>): void {
      if (weights === shown) return;
      shown = weights;
      element.hidden = weights === undefined;
      element.replaceChildren(...(weights === undefined ? [] : contents(weights)));
    },
  };
}

function contents({ modes, summary, notes }: ModeWeights): HTMLElement[] {
  const title = h('summary', { text: 'Weights of the modes' });
  const noted = notes.map((note) => h('p', { text: `${note}.` }));
  if (modes.length === 0) return [title, ...noted];
  const names = Object.keys(modes[0].at).slice(0, PLACES);
  const rows = modes.map(({ at, chains, weight, elpd, se }, k) => [
    String(k + 1),
    weight.toFixed(2),
    elpd.toFixed(1),
    errorText(se),
    chains.length === 0 ? 'the search' : `${chains.length === 1 ? 'chain' : 'chains'} ${chains.join(', ')}`,
    ...names.map((name) => at[name].toPrecision(3)),
  ]);
  const rest = summary.length - MOST_ROWS;
  return [
    title,
    h('p', {
      text: 'By how well each predicts what is observed (stacking), which is not its share of the mass. The table below is of the chains as they are.',
    }),
    h(
      'div',
      {
        class: 'mode-weights-tables',
        attrs: { tabindex: 0, role: 'region', 'aria-label': 'Weights of the modes' },
      },
      table(['Mode', 'Weight', 'elpd', 'se', 'Draws of', ...names], rows),
      ...noted,
      h('p', { text: 'All modes together, each by its weight:' }),
      table(['Quantity', 'mean', 'sd', 'q3', 'q50', 'q97'], summary.slice(0, MOST_ROWS).map(rowOf)),
      ...(rest > 0 ? [h('p', { text: `… and ${rest} more in the JSON` })] : []),
    ),
  ];
}

function rowOf({ name, mean, sd, q3, q50, q97 }: WeightedRow): readonly string[] {
  // The mixture has no Monte Carlo error to round by; this gives about three digits.
  const error = (sd || Math.abs(mean) || 1) / 50;
  return [name, ...[mean, sd, q3, q50, q97].map((value) => statText(value, error))];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  return h(
    'table',
    { class: 'chains' },
    h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { text, attrs: { scope: 'col' } })))),
    h(
      'tbody',
      {},
      ...rows.map(([first, ...cells]) =>
        h(
          'tr',
          {},
          h('th', { text: first, attrs: { scope: 'row' } }),
          ...cells.map((text) => h('td', { text })),
        ),
      ),
    ),
  );
}
