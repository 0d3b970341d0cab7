/** The probability of each label in each new row: bars of length 1, divided by label. */
import type { PredictionRow } from '../../sampler/protocol.ts';
import { nameAxis } from './name-axis.ts';
import { frame, type Plot } from './plot.ts';

interface LabelProbabilitiesData {
  /** One for each element and label, those of an element together. */
  readonly rows: readonly PredictionRow[];
  /** Pixels. */
  readonly labelWidth: number;
}

export const labelProbabilitiesPlot: Plot<LabelProbabilitiesData> = {
  id: 'label-probabilities',
  title: () => 'Probabilities of labels at new data',
  describe: ({ rows }) =>
    `Predicted probabilities: ${rows
      .slice(0, 12)
      .map(({ name, mean }) => `${name} ${Number(mean.toPrecision(3))}`)
      .join('; ')}${rows.length > 12 ? '; …' : ''}. The table has the numbers.`,
  spec({ rows, labelWidth }, theme, size) {
    const labels = [...new Set(rows.map(({ label }) => label ?? ''))];
    const values = rows.map(({ element, label, mean }) => ({
      element,
      label,
      mean,
      order: labels.indexOf(label ?? ''),
      text: mean >= 0.12 ? mean.toFixed(2) : '',
    }));
    const y = nameAxis('element', labelWidth, theme);
    const x = {
      field: 'mean',
      type: 'quantitative' as const,
      stack: 'zero' as const,
      scale: { domain: [0, 1], nice: false },
      axis: { title: 'probability', tickCount: 5 },
    };
    const color = {
      field: 'label',
      type: 'nominal' as const,
      sort: null,
      scale: { domain: labels, range: labels.map((_, k) => theme.chains[k % theme.chains.length]) },
      legend: { title: null, orient: 'top' as const, columns: 6, symbolType: 'square', symbolOpacity: 0.75 },
    };
    // Bars have mid tones on light backgrounds, and light tones on dark ones.
    const isDark = theme.kind === 'dark' || theme.kind === 'high-contrast';
    const order = { field: 'order', type: 'quantitative' as const };
    return {
      ...frame(theme, size),
      data: { values },
      layer: [
        {
          mark: { type: 'bar', opacity: 0.75, stroke: theme.background, strokeWidth: 1 },
          encoding: { y, x, color, order },
        },
        {
          mark: { type: 'text', color: isDark ? theme.background : theme.foreground, fontSize: 11 },
          encoding: {
            y,
            x: { ...x, bandPosition: 0.5 },
            order,
            detail: { field: 'label' },
            text: { field: 'text' },
          },
        },
      ],
    };
  },
};
