/** The groups of a hierarchy with complete, no and partial pooling: a plot and its numbers for each dimension. */
import type { PooledGroup, Pooling, PoolingReport } from '../../sampler/report/pooling-report.ts';
import { statText } from '../../sampler/stats/number-text.ts';
import type { PageContext } from '../context.ts';
import { h } from '../dom.ts';
import { viewPlots } from '../plots/view-plots.ts';
import { type Figure, figureOf } from './figure.ts';
import { rowTable } from './row-table.ts';

interface PoolingSection {
  readonly elements: readonly HTMLElement[];
  readonly figures: readonly Figure<never>[];
}

export function poolingSection(context: PageContext, { groupings }: PoolingReport): PoolingSection {
  const { shrinkage } = viewPlots;
  const figures: Figure<never>[] = [];
  const elements = groupings.flatMap((pooling: Pooling) => {
    const figure = figureOf(context, shrinkage, { pooling });
    figures.push(figure);
    return [
      h('h3', { text: `${shrinkage.title} by ${pooling.by}` }),
      h('p', { class: 'explanation', text: shrinkage.explanation({ pooling }) ?? '' }),
      figure.element,
      h('details', {}, h('summary', { text: 'Numbers' }), numbers(pooling)),
    ];
  });
  return { elements, figures };
}

function numbers({ by, groups }: Pooling): HTMLElement {
  return rowTable(
    [by, 'Rows', 'No pooling', 'Partial', '3 %', '97 %', 'Complete'],
    groups.map((group: PooledGroup) => {
      const { label, rows, none, mean, q3, q97, complete } = group;
      const text = (value: number) => statText(value, (q97 - q3) / 200);
      return [
        label,
        String(rows),
        text(none),
        text(mean),
        text(q3),
        text(q97),
        complete === null ? '' : text(complete),
      ];
    }),
  );
}
