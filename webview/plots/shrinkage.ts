/** Each group's own mean, what the model expects of it with its interval, and what a model without groups does. */
import type { PooledGroup, Pooling } from '../../sampler/report/pooling-report.ts';
import { intervalLayers } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, inWords, type Plot, SCHEMA } from './plot.ts';

interface ShrinkageData {
  readonly pooling: Pooling;
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

export const shrinkagePlot: Plot<ShrinkageData> = {
  id: 'shrinkage',
  title: ({ pooling: { outcome, by } }) => `Pooling of ${outcome} by ${by}`,
  describe: ({ pooling: { outcome, groups } }) =>
    `Means of ${outcome} in ${groups.length} groups, without pooling and with partial pooling: ${groups
      .slice(0, 8)
      .map(({ label, none, mean }) => `${label} ${inWords(none)} and ${inWords(mean)}`)
      .join('; ')}${groups.length > 8 ? '; …' : ''}. The table has the numbers.`,
  spec({ pooling: { outcome, groups }, labelWidth, rowHeight }, theme, { width }) {
    const y = nameAxis('name', labelWidth, theme);
    const x = {
      type: 'quantitative' as const,
      scale: { zero: false, padding: 8 },
      axis: { title: `mean of ${outcome}`, grid: true },
    };
    const values = groups.map((group) => ({ ...group, name: groupName(group) }));
    const complete = values.filter((group) => group.complete !== null);
    const [partialLayer, , meanLayer] = intervalLayers(x, y, theme);
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight },
      config: config(theme),
      data: { values },
      layer: [
        {
          data: { values: complete },
          mark: { type: 'tick', thickness: 2, size: 13, color: theme.muted },
          encoding: { y, x: { ...x, field: 'complete' } },
        },
        partialLayer,
        {
          mark: {
            type: 'point',
            size: 42,
            filled: false,
            opacity: 1,
            strokeWidth: 1.5,
            color: theme.foreground,
          },
          encoding: { y, x: { ...x, field: 'none' } },
        },
        meanLayer,
      ],
    };
  },
};

function groupName({ label, rows }: PooledGroup): string {
  return `${label} (${rows})`;
}
