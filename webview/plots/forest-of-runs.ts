/** Means and 94 % intervals of the same quantities in several runs, one above the other. */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import { besideLayers, zeroLine } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, inWords, type Plot, runColor, SCHEMA } from './plot.ts';

export interface RowOfRuns {
  readonly name: string;
  /** Undefined where a run does not have the quantity. */
  readonly cells: readonly (SummaryRow | undefined)[];
}

interface ForestOfRunsData {
  readonly rows: readonly RowOfRuns[];
  /** Names of the runs, in the order of the cells. */
  readonly runs: readonly string[];
  /** Range of all rows, including those in other parts of the list, so that the parts align. */
  readonly domain: readonly [number, number];
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

export const forestOfRunsPlot: Plot<ForestOfRunsData> = {
  id: 'forest-of-runs',
  title: ({ runs }) => `Forest plot of ${runs.join(', ')}`,
  describe: ({ rows, runs }) =>
    `Means and 94 % intervals of ${rows.length} quantities in ${runs.length} runs: ${rows
      .slice(0, 6)
      .map(
        ({ name, cells }) =>
          `${name} ${cells.map((cell, k) => `${runs[k]} ${cell === undefined ? 'has none' : inWords(cell.mean)}`).join(', ')}`,
      )
      .join('; ')}${rows.length > 6 ? '; …' : ''}. The table has the numbers.`,
  spec({ rows, runs, domain, labelWidth, rowHeight }, theme, { width }) {
    const values = rows.flatMap(({ name, cells }) =>
      cells.flatMap((cell, k) =>
        cell === undefined || !Number.isFinite(cell.hdi_3) || !Number.isFinite(cell.hdi_97)
          ? []
          : [{ name, run: runs[k], mean: cell.mean, low: cell.hdi_3, high: cell.hdi_97 }],
      ),
    );
    const y = { ...nameAxis('name', labelWidth, theme), sort: rows.map(({ name }) => name) };
    const yOffset = { field: 'run', type: 'nominal' as const, sort: null, scale: { domain: [...runs] } };
    const x = {
      type: 'quantitative' as const,
      scale: { domain: [...domain], nice: false, zero: false },
      axis: { title: null, grid: true },
    };
    const color = runColor(theme, runs);
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight, for: 'position' },
      config: config(theme),
      data: { values },
      layer: [
        ...(domain[0] < 0 && domain[1] > 0 ? [zeroLine(theme)] : []),
        ...besideLayers(x, { y, yOffset, color }, theme),
      ],
    };
  },
};
