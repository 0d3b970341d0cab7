/** Intervals of the same quantities by MCMC and by ADVI, one above the other: where ADVI is narrow shows. */
import { methods } from '../../grammar/methods/index.ts';
import type { WidthRow } from '../../sampler/protocol.ts';
import { besideLayers } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, inWords, type Plot, SCHEMA } from './plot.ts';

interface WidthsData {
  readonly rows: readonly WidthRow[];
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

const { title: advi } = methods.advi;
const kinds = ['MCMC', advi];

export const widthsPlot: Plot<WidthsData> = {
  id: 'widths',
  title: () => `Widths by ${advi} and by MCMC`,
  describe: ({ rows }) =>
    `94 % intervals by MCMC and by ${advi}. Ratio of the standard deviations, ${advi} to MCMC: ${rows
      .slice(0, 8)
      .map(({ name, ratio }) => `${name} ${inWords(ratio)}`)
      .join(', ')}${rows.length > 8 ? ', …' : ''}.`,
  spec({ rows, labelWidth, rowHeight }, theme, { width }) {
    const values = rows.flatMap((row) => [
      {
        name: row.name,
        kind: 'MCMC',
        mean: row.mean_mcmc,
        low: row.interval_mcmc[0],
        high: row.interval_mcmc[1],
      },
      {
        name: row.name,
        kind: advi,
        mean: row.mean_advi,
        low: row.interval_advi[0],
        high: row.interval_advi[1],
      },
    ]);
    const y = nameAxis('name', labelWidth, theme);
    const yOffset = { field: 'kind', type: 'nominal' as const, scale: { domain: kinds } };
    const x = {
      type: 'quantitative' as const,
      scale: { zero: false },
      axis: { title: null, grid: true },
    };
    const color = {
      field: 'kind',
      type: 'nominal' as const,
      scale: { domain: kinds, range: [theme.chains[0], theme.chains[1]] },
      legend: { title: null, orient: 'top' as const },
    };
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight, for: 'position' },
      config: config(theme),
      data: { values },
      layer: besideLayers(x, { y, yOffset, color }, theme),
    };
  },
};
