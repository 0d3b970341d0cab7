/** The density of one quantity in several runs, over the same axis. */
import { extent } from '../../sampler/stats/argsort.ts';
import { mean } from '../../sampler/stats/moments.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import { kde } from '../numerics/kde.ts';
import { frame, inWords, type Plot, runColor, valueAxis } from './plot.ts';

export interface DensityOfRunsData {
  readonly name: string;
  /** Names of all runs. */
  readonly runs: readonly string[];
  /** Null where a run does not have the quantity. */
  readonly draws: readonly (QuantityDraws | null)[];
}

export const densityOfRunsPlot: Plot<DensityOfRunsData> = {
  id: 'density-of-runs',
  title: ({ name, runs }) => `Density of ${name} in ${runs.join(', ')}`,
  describe: ({ name, runs, draws }) =>
    `Posterior density of ${name}. ${runs
      .map((run, k) => {
        const own = draws[k];
        return `${run} ${own === null ? 'has none' : `mean ${inWords(mean(own.values))}`}`;
      })
      .join(', ')}.`,
  spec({ runs, draws }, theme, size) {
    const ranges = draws.flatMap((own) => (own === null ? [] : (extent(own.values) ?? [])));
    const range = extent(ranges);
    const points = draws.flatMap((own, k) => {
      const ends = own === null ? null : extent(own.values);
      const curve = own === null || ends === null ? null : kde(own.values, { from: ends[0], to: ends[1] });
      return curve === null
        ? []
        : Array.from(curve.x, (x, i) => ({ run: runs[k], value: x, density: curve.y[i] }));
    });
    const color = { ...runColor(theme, runs), legend: null };
    const x = valueAxis(range);
    const y = { field: 'density', type: 'quantitative' as const, axis: null, stack: null };
    return {
      ...frame(theme, size),
      data: { values: points },
      layer: [
        {
          mark: { type: 'area', opacity: 0.12, interpolate: 'monotone' },
          encoding: { x, y, color },
        },
        {
          mark: { type: 'line', strokeWidth: 1.8, interpolate: 'monotone' },
          encoding: { x, y, color },
        },
      ],
    };
  },
};
