/** Differences of elpd from the best of several runs, with two standard errors to each side; unclear ones are hollow. */
import { isClearlyWorse } from '../../sampler/report/elpd-words.ts';
import type { CompareReport } from '../../sampler/report/loo-report.ts';
import { zeroLine } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, inWords, type Plot, SCHEMA } from './plot.ts';

interface ElpdOfRunsData {
  readonly compared: CompareReport;
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

export const elpdOfRunsPlot: Plot<ElpdOfRunsData> = {
  id: 'elpd-of-runs',
  title: ({ compared: { rows } }) => `Differences of elpd from ${rows[0].run}`,
  describe: ({ compared: { rows } }) =>
    `Expected log predictive density less that of ${rows[0].run}, the best: ${rows
      .slice(1)
      .map((row) => {
        const { run, elpd_diff, se_diff } = row;
        const error = se_diff === null ? '' : `, standard error ${inWords(se_diff)}`;
        return `${run} ${inWords(elpd_diff)}${error}${isClearlyWorse(row) ? '' : ', which is not clear'}`;
      })
      .join('; ')}. The table has the numbers.`,
  spec({ compared: { rows }, labelWidth, rowHeight }, theme, { width }) {
    const values = rows.map((row, k) => {
      const { run, elpd_diff, se_diff } = row;
      const error = 2 * (se_diff ?? 0);
      return {
        name: run,
        diff: elpd_diff,
        low: elpd_diff - error,
        high: elpd_diff + error,
        open: k > 0 && !isClearlyWorse(row),
        color: k === 0 ? theme.foreground : isClearlyWorse(row) ? theme.divergence : theme.accent,
      };
    });
    const isWide = values.some(({ low, high }) => low !== 0 || high !== 0);
    const color = { field: 'color', type: 'nominal' as const, scale: null };
    const y = nameAxis('name', labelWidth, theme);
    const x = {
      type: 'quantitative' as const,
      // Models that predict exactly alike have no width of their own.
      scale: isWide ? { zero: true, padding: 8 } : { domain: [-1, 1] },
      axis: { title: `elpd less that of ${rows[0].run}`, grid: true },
    };
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight },
      config: config(theme),
      data: { values },
      layer: [
        zeroLine(theme),
        {
          mark: { type: 'rule', strokeWidth: 2, strokeCap: 'butt' },
          encoding: {
            y,
            x: { ...x, field: 'low' },
            x2: { field: 'high' },
            stroke: color,
            // Told apart without colour too.
            strokeDash: { condition: { test: 'datum.open', value: [3, 3] }, value: [1, 0] },
          },
        },
        {
          mark: { type: 'point', size: 60, opacity: 1, strokeWidth: 2 },
          encoding: {
            y,
            x: { ...x, field: 'diff' },
            stroke: color,
            fill: { condition: { test: 'datum.open', value: theme.background }, ...color },
          },
        },
      ],
    };
  },
};
