/** The expected outcome along one predictor: mean and 94 % band along numbers, point and interval at labels, which are listed so that none is left out. */
import type { EffectRow } from '../../sampler/report/effects-report.ts';
import type { PlotTheme } from '../theme.ts';
import { intervalRule, meanPoint } from './interval-layers.ts';
import { labelWidth, nameAxis } from './name-axis.ts';
import { config, frame, inWords, type Plot, type PlotSize, SCHEMA } from './plot.ts';

export interface ExpectedAlong {
  /** `Expected y`, or `P(y = B)` of a category. */
  readonly name: string;
  readonly of: string;
  readonly rows: readonly EffectRow[];
}

/** Values of a predictor that are points rather than a line. */
const MOST_POINTS = 3;
/** Pixels of each label's line. */
export const LABEL_HEIGHT = 24;
const MOST_LABEL_WIDTH = 240;

export const expectedOutcomePlot: Plot<ExpectedAlong> = {
  id: 'expected-outcome',
  title: ({ name, of }) => `${name} along ${of}`,
  describe: ({ name, of, rows }) =>
    `${name} and its 94 % interval: ${[...new Set([rows[0], rows[rows.length >> 1], rows[rows.length - 1]])]
      .map(
        (row) => `${of} ${row.at[of]}: ${inWords(row.mean)}, from ${inWords(row.q3)} to ${inWords(row.q97)}`,
      )
      .join('; ')}. The table has the numbers.`,
  spec({ name, of, rows }, theme, size) {
    if (isOfLabels({ of, rows })) return atLabels({ name, of, rows }, theme, size);
    const values = rows.map(({ at, mean, q3, q97 }) => ({ value: at[of], mean, q3, q97 }));
    const isLine = rows.length > MOST_POINTS && values.every(({ value }) => typeof value === 'number');
    const x = isLine
      ? {
          field: 'value',
          type: 'quantitative' as const,
          scale: { zero: false, nice: false },
          axis: { title: of },
        }
      : { field: 'value', type: 'nominal' as const, sort: null, axis: { title: of, labelAngle: 0 } };
    const y = {
      type: 'quantitative' as const,
      scale: { zero: false },
      axis: { title: name, grid: true },
    };
    const band = { x, y: { ...y, field: 'q3' }, y2: { field: 'q97' } };
    const middle = { x, y: { ...y, field: 'mean' } };
    return {
      ...frame(theme, size),
      data: { values },
      layer: isLine
        ? [
            { mark: { type: 'area', color: theme.accent, opacity: 0.22 }, encoding: band },
            { mark: { type: 'line', color: theme.accent, strokeWidth: 2 }, encoding: middle },
          ]
        : [
            { mark: { type: 'rule', color: theme.accent, strokeWidth: 2 }, encoding: band },
            {
              mark: { type: 'point', filled: true, size: 50, opacity: 1, color: theme.accent },
              encoding: middle,
            },
          ],
    };
  },
};

/** Whether the predictor's values are names, which take a line each. */
export function isOfLabels({ of, rows }: Pick<ExpectedAlong, 'of' | 'rows'>): boolean {
  return rows.some(({ at }) => typeof at[of] !== 'number');
}

function atLabels({ name, of, rows }: ExpectedAlong, theme: PlotTheme, { width }: PlotSize) {
  const values = rows.map(({ at, mean, q3, q97 }) => ({ value: String(at[of]), mean, q3, q97 }));
  const labels = labelWidth(
    values.map(({ value }) => ({ name: value })),
    MOST_LABEL_WIDTH,
  );
  const y = nameAxis('value', labels, theme);
  const x = {
    type: 'quantitative' as const,
    scale: { zero: false, padding: 8 },
    axis: { title: name, grid: true },
  };
  return {
    $schema: SCHEMA,
    width,
    height: { step: LABEL_HEIGHT },
    config: config(theme),
    data: { values },
    layer: [intervalRule(x, y, theme), meanPoint(x, y, theme)],
  };
}
