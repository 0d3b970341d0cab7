/** The density of each chain's draws, with the 94 % interval of all of them below. */

import { extent } from '../../sampler/stats/argsort.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import { drawsOfChains } from '../data/draws-of-chains.ts';
import { kde } from '../numerics/kde.ts';
import { chainColor, frame, inWords, type Plot, valueAxis } from './plot.ts';

interface DensityData {
  readonly draws: QuantityDraws;
  /** Ends of the 94 % interval, NaN of a probability; and the mean. */
  readonly interval: readonly [number, number];
  readonly mean: number;
}

export const densityPlot: Plot<DensityData> = {
  id: 'density',
  title: ({ draws }) => `Density of ${draws.name}`,
  describe: ({ draws, interval, mean }) =>
    `Posterior density of ${draws.name} for each chain. Mean ${inWords(mean)}${interval.some(Number.isNaN) ? '' : `, 94 % interval from ${inWords(interval[0])} to ${inWords(interval[1])}`}.`,
  spec({ draws, interval, mean }, theme, size) {
    const range = extent(draws.values);
    const points = drawsOfChains(draws).flatMap((own, chain) => {
      const curve = range === null ? null : kde(own, { from: range[0], to: range[1] });
      return curve === null
        ? []
        : Array.from(curve.x, (x, i) => ({ chain: chain + 1, value: x, density: curve.y[i] }));
    });
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: points },
          mark: { type: 'line', strokeWidth: 1.6, interpolate: 'monotone' },
          encoding: {
            x: valueAxis(range),
            y: {
              field: 'density',
              type: 'quantitative',
              axis: null,
            },
            color: chainColor(theme, draws.chains),
          },
        },
        {
          data: { values: interval.some(Number.isNaN) ? [] : [{ low: interval[0], high: interval[1] }] },
          mark: { type: 'rule', strokeWidth: 3, opacity: 0.7, color: theme.reference, strokeCap: 'butt' },
          encoding: {
            x: { field: 'low', type: 'quantitative' },
            x2: { field: 'high' },
            y: { value: { expr: 'height - 1' } },
          },
        },
        {
          data: { values: [{ mean }] },
          mark: { type: 'point', filled: true, size: 40, opacity: 1, color: theme.reference },
          encoding: { x: { field: 'mean', type: 'quantitative' }, y: { value: { expr: 'height - 1' } } },
        },
      ],
    };
  },
};
