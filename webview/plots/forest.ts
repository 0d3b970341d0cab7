/** Mean, one standard deviation to each side (thick) and the 94 % interval (thin) of each quantity, on one scale. */
import { zeroLine } from './interval-layers.ts';
import { nameAxis } from './name-axis.ts';
import { config, type Plot, SCHEMA } from './plot.ts';

export interface ForestRow {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly hdi_3: number;
  readonly hdi_97: number;
  readonly r_hat: number;
  readonly isBad: boolean;
}

interface ForestData {
  readonly rows: readonly ForestRow[];
  /** Range of all rows, including those in other parts of the list, so that the parts align. */
  readonly domain: readonly [number, number];
  /** Pixels. */
  readonly labelWidth: number;
  readonly rowHeight: number;
}

export const forestPlot: Plot<ForestData> = {
  id: 'forest',
  title: () => 'Forest plot',
  describe: ({ rows }) =>
    `Means and 94 % intervals of ${rows.length} quantities: ${rows
      .slice(0, 8)
      .map(({ name, mean }) => `${name} ${Number(mean.toPrecision(3))}`)
      .join(', ')}${rows.length > 8 ? ', …' : ''}. The table has the numbers.`,
  spec({ rows, domain, labelWidth, rowHeight }, theme, { width }) {
    const values = rows.map((row) => ({
      ...row,
      low: row.mean - row.sd,
      high: row.mean + row.sd,
    }));
    const names = nameAxis('name', labelWidth, theme);
    const bad = rows.flatMap(({ name, isBad }) => (isBad ? [name] : []));
    const y = {
      ...names,
      axis: {
        ...names.axis,
        // A sign, since colour alone is not accessible.
        labelExpr: `indexof(${JSON.stringify(bad)}, datum.value) < 0 ? datum.label : '⚠ ' + datum.label`,
      },
    };
    const x = {
      type: 'quantitative' as const,
      scale: { domain: [...domain], nice: false, zero: false },
      axis: { title: null, grid: true },
    };
    const color = {
      condition: { test: 'datum.isBad', value: theme.divergence },
      value: theme.accent,
    };
    return {
      $schema: SCHEMA,
      width,
      height: { step: rowHeight },
      config: config(theme),
      data: { values },
      layer: [
        ...(domain[0] < 0 && domain[1] > 0 ? [zeroLine(theme)] : []),
        {
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { y, x: { ...x, field: 'hdi_3' }, x2: { field: 'hdi_97' }, color },
        },
        {
          mark: { type: 'rule', strokeWidth: 4, strokeCap: 'butt' },
          encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
        },
        {
          mark: {
            type: 'point',
            filled: true,
            size: 42,
            opacity: 1,
            stroke: theme.background,
            strokeWidth: 1,
          },
          encoding: { y, x: { ...x, field: 'mean' }, color },
        },
      ],
    };
  },
};
