/** Differences of elpd from the best of several runs, with two standard errors to each side. */
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
      .map(
        ({ run, elpd_diff, se_diff }) =>
          `${run} ${inWords(elpd_diff)}${se_diff === null ? '' : `, standard error ${inWords(se_diff)}`}`,
      )
      .join('; ')}. The table has the numbers.`,
  spec({ compared: { rows }, labelWidth, rowHeight }, theme, { width }) {
    const values = rows.map(({ run, elpd_diff, se_diff }) => ({
      name: run,
      diff: elpd_diff,
      low: elpd_diff - 2 * (se_diff ?? 0),
      high: elpd_diff + 2 * (se_diff ?? 0),
    }));
    const y = nameAxis('name', labelWidth, theme);
    const x = {
      type: 'quantitative' as const,
      scale: { zero: true, padding: 8 },
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
          mark: { type: 'rule', strokeWidth: 2, color: theme.accent },
          encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
        },
        {
          mark: {
            type: 'point',
            filled: true,
            size: 42,
            opacity: 1,
            color: theme.accent,
            stroke: theme.background,
            strokeWidth: 1,
          },
          encoding: { y, x: { ...x, field: 'diff' } },
        },
      ],
    };
  },
};
