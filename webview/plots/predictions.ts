/** Mean, median and 94 % interval of the prediction in each new row. */
import type { PredictionRow } from '../../sampler/protocol.ts';
import { intervalLayers } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, type Plot, SCHEMA } from './plot.ts';

interface PredictionsData {
  readonly rows: readonly PredictionRow[];
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

export const predictionsPlot: Plot<PredictionsData> = {
  id: 'predictions',
  title: () => 'Predictions at new data',
  describe: ({ rows }) =>
    `Predicted means and 94 % intervals: ${rows
      .slice(0, 8)
      .map(({ name, mean, q3, q97 }) => {
        const [at, low, high] = [mean, q3, q97].map((value) => Number(value.toPrecision(3)));
        return `${name} ${at}, from ${low} to ${high}`;
      })
      .join('; ')}${rows.length > 8 ? '; …' : ''}. The table has the numbers.`,
  spec({ rows, labelWidth, rowHeight }, theme, { width }) {
    const y = nameAxis('name', labelWidth, theme);
    const x = {
      type: 'quantitative' as const,
      scale: { zero: false, padding: 8 },
      axis: { title: null, grid: true },
    };
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight },
      config: config(theme),
      data: { values: rows.map(({ name, mean, q3, q50, q97 }) => ({ name, mean, q3, q50, q97 })) },
      layer: intervalLayers(x, y, theme),
    };
  },
};
