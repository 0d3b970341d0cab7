/** The evidence of the runs' models by bridge sampling, with Bayes factors and what they say about priors. */
import type { EvidenceReport } from '../../sampler/report/evidence-report.ts';
import { FACTORS_EXPLAINED, factorText, shareText } from '../../sampler/report/evidence-words.ts';
import { countText, statText } from '../../sampler/stats/number-text.ts';
import { probabilityText } from '../../sampler/stats/probability-text.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { rowTable } from '../parts/row-table.ts';
import { sentence } from '../parts/sentence.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { createTogetherView, nameOf } from './together-view.ts';

export function createEvidenceView(context: ComparisonContext): ComparisonView {
  return createTogetherView(context, {
    kind: 'evidence',
    label: 'Evidence',
    waiting: 'Bridge sampling…',
    content: ({ evidence, points }) => [
      h('p', {
        class: 'explanation',
        text: `How probable the ${countText(points)} observed values are under ${context.runs.length === 1 ? 'the model' : 'each model'}, with its priors: the evidence, or marginal likelihood.`,
      }),
      ...evidence.warnings.map((text) =>
        h('p', { class: 'warning' }, ...codeText(sentence(text.charAt(0).toUpperCase() + text.slice(1)))),
      ),
      table(context, evidence),
      ...(context.runs.length === 1
        ? []
        : FACTORS_EXPLAINED.map((text) => h('p', { class: 'explanation', text }))),
    ],
  });
}

function table(context: ComparisonContext, { rows }: EvidenceReport): HTMLElement {
  const isAlone = rows.length === 1;
  return rowTable(
    ['Run', 'log evidence', 'relative error', ...(isAlone ? [] : ['Bayes factor', 'error', 'probability'])],
    rows.map((row) => [
      nameOf(context, row.run, row.provisional),
      statText(row.log_evidence, row.relative_error),
      shareText(row.relative_error),
      ...(isAlone
        ? []
        : [
            factorText(row.log_bayes_factor ?? 0),
            row === rows[0] ? '' : shareText(row.bayes_factor_error),
            probabilityText(row.probability ?? 1),
          ]),
    ]),
  );
}
