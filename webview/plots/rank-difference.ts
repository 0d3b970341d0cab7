/**
 * Empirical distribution of the ranks of true values, less the uniform one, with the band that uniform ranks stay within
 * everywhere at once (Säilynoja, Bürkner and Vehtari 2022).
 */

import { frame, inWords, type Plot } from './plot.ts';
import type { SimulatedRanks } from './plot-figure.ts';

interface Step {
  /** Share of the ranks' values below. */
  readonly at: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export const rankDifferencePlot: Plot<SimulatedRanks> = {
  id: 'rank-difference',
  title: ({ name }) => `Ranks of ${name} below each value, less uniform ones`,
  describe(data) {
    const steps = stepsOf(data);
    const outside = steps.filter(({ difference, low, high }) => difference < low || difference > high);
    const farthest = steps.reduce((so, one) =>
      Math.abs(one.difference) > Math.abs(so.difference) ? one : so,
    );
    const where =
      outside.length === 0
        ? 'It stays within the band of uniform ranks everywhere.'
        : `It leaves the band of uniform ranks at ${outside.length} of ${steps.length - 2} values.`;
    return `Share of the ranks of ${data.name} below each value less that of uniform ranks; farthest from zero at ${Math.round(100 * farthest.at)} % of the values, by ${inWords(farthest.difference)}. ${where}`;
  },
  spec(data, theme, size) {
    const x = {
      field: 'at',
      type: 'quantitative' as const,
      scale: { domain: [0, 1], nice: false },
      axis: { title: 'rank of the true value', format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] },
    };
    const y = { type: 'quantitative' as const, axis: { title: 'difference of shares', grid: true } };
    const color = data.passes ? theme.accent : theme.divergence;
    return {
      ...frame(theme, size),
      data: { values: [...stepsOf(data)] },
      layer: [
        {
          mark: { type: 'area', color: theme.foreground, opacity: 0.12, interpolate: 'step-after' },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        ...(['low', 'high'] as const).map((field) => ({
          mark: {
            type: 'line' as const,
            color: theme.muted,
            strokeWidth: 1,
            strokeDash: [4, 3],
            interpolate: 'step-after' as const,
          },
          encoding: { x, y: { ...y, field } },
        })),
        {
          mark: { type: 'line', color, strokeWidth: 2, interpolate: 'step-after' },
          encoding: { x, y: { ...y, field: 'difference' } },
        },
      ],
    };
  },
};

/** At 0, each number of draws, and 1; at both ends nothing can differ. */
function stepsOf({ ranks, draws, band }: SimulatedRanks): readonly Step[] {
  const values = draws + 1;
  const counts = new Array<number>(values).fill(0);
  for (const rank of ranks) counts[rank]++;
  const steps: Step[] = [{ at: 0, difference: 0, low: 0, high: 0 }];
  let below = 0;
  for (let k = 1; k < values; k++) {
    below += counts[k - 1];
    const at = k / values;
    const less = (number: number) => number / ranks.length - at;
    steps.push({
      at,
      difference: less(below),
      low: less(band.lower[k - 1]),
      high: less(band.upper[k - 1]),
    });
  }
  return [...steps, { at: 1, difference: 0, low: 0, high: 0 }];
}
