/** Mean, median and 94 % interval of each contrast, beside zero and the region that counts as no effect. */
import type { EffectsReport } from '../../sampler/report/effects-report.ts';
import { contrastName } from '../../sampler/report/effects-words.ts';
import { intervalLayers, zeroLine } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, inWords, type Plot, SCHEMA } from './plot.ts';

interface ContrastsData {
  readonly effects: EffectsReport;
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

export const contrastsPlot: Plot<ContrastsData> = {
  id: 'contrasts',
  title: ({ effects }) => `Contrasts of ${ofWhat(effects)}`,
  describe: ({ effects, effects: { contrasts, outcome } }) =>
    `Differences of ${ofWhat(effects)} and their 94 % intervals: ${contrasts
      .slice(0, 8)
      .map(
        (row) =>
          `${contrastName(row, outcome)} ${inWords(row.mean)}, from ${inWords(row.q3)} to ${inWords(row.q97)}`,
      )
      .join('; ')}${contrasts.length > 8 ? '; …' : ''}. The table has the numbers.`,
  spec({ effects, effects: { contrasts, outcome, rope }, labelWidth, rowHeight }, theme, { width }) {
    const y = nameAxis('name', labelWidth, theme);
    const x = {
      type: 'quantitative' as const,
      scale: { zero: true, padding: 8 },
      axis: { title: `difference of ${ofWhat(effects)}`, grid: true },
    };
    const region = rope === null ? [] : [{ low: rope[0], high: rope[1] }];
    const values = contrasts.map((row) => ({
      name: contrastName(row, outcome),
      mean: row.mean,
      q3: row.q3,
      q50: row.q50,
      q97: row.q97,
    }));
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight },
      config: config(theme),
      data: { values },
      layer: [
        {
          data: { values: region },
          mark: { type: 'rect', color: theme.muted, opacity: 0.2 },
          encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
        },
        zeroLine(theme),
        ...intervalLayers(x, y, theme),
      ],
    };
  },
};

/** What the contrasts are differences of. */
export function ofWhat({ contrasts, outcome }: EffectsReport): string {
  return contrasts.at(0)?.category === undefined
    ? `the expected ${outcome}`
    : `the probability of each ${outcome}`;
}
