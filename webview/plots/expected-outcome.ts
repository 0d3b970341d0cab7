/** The expected outcome along one predictor: mean and 94 % band along numbers, point and interval at labels. */
import type { EffectRow } from '../../sampler/report/effects-report.ts';
import { frame, inWords, type Plot } from './plot.ts';

export interface ExpectedAlong {
  /** `Expected y`, or `P(y = B)` of a category. */
  readonly name: string;
  readonly of: string;
  readonly rows: readonly EffectRow[];
}

/** Values of a predictor that are points rather than a line. */
const MOST_POINTS = 3;

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
