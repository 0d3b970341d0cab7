/** Predictive accuracy of the runs by leave-one-out cross-validation: differences, weights and warnings. */
import type { CompareReport } from '../../sampler/report/loo-report.ts';
import { countText, errorText, statText } from '../../sampler/stats/number-text.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { figureOf } from '../parts/figure.ts';
import { rowTable } from '../parts/row-table.ts';
import { sentence } from '../parts/sentence.ts';
import { runsPlots } from '../plots/runs-plots.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { createTogetherView, nameOf } from './together-view.ts';

const { elpd } = runsPlots;

export function createAccuracyView(context: ComparisonContext): ComparisonView {
  return createTogetherView(context, {
    kind: 'compare',
    label: 'Predictive accuracy',
    waiting: 'Weighing the draws without each point, run by run…',
    content({ compared, points }) {
      const figure = figureOf(context, elpd, { compared: named(compared) });
      return [
        h('p', {
          class: 'explanation',
          text: `How well each model predicts each of ${countText(points)} observed values from all the others (PSIS-LOO), best first. A higher elpd_loo is better.`,
        }),
        ...compared.warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(text)))),
        h(
          'div',
          { class: 'loo-parts' },
          h('section', {}, estimates(context, compared)),
          h(
            'section',
            {},
            h('h3', { text: elpd.title }),
            figure.element,
            h('p', { class: 'explanation', text: elpd.explanation({ compared }) ?? '' }),
          ),
        ),
        h('p', {
          class: 'explanation',
          text: 'elpd_diff: difference from the best, with its standard error. weight: of stacking, the mixture of the models that predicts best. p_worse: probability that the model predicts worse than the best.',
        }),
      ];
    },
  });
}

/** With the model beside each letter. */
function named({ rows, warnings }: CompareReport): CompareReport {
  return { warnings, rows: rows.map((row) => ({ ...row, run: `${row.run} ${row.model}` })) };
}

function estimates(context: ComparisonContext, { rows }: CompareReport): HTMLElement {
  return rowTable(
    ['Run', 'elpd_loo', 'se', 'elpd_diff', 'se_diff', 'weight', 'p_worse'],
    rows.map(({ run, elpd_loo, se, elpd_diff, se_diff, weight, p_worse, provisional }) => [
      nameOf(context, run, provisional),
      elpd_loo.toFixed(1),
      errorText(se),
      // At least one decimal.
      elpd_diff === 0 ? '0' : statText(elpd_diff, Math.min(0.25, (se_diff ?? 1) / 20)),
      elpd_diff === 0 ? '' : errorText(se_diff),
      weight.toFixed(2),
      p_worse === null ? '' : p_worse.toFixed(2),
    ]),
  );
}
