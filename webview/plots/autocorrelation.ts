/** Autocorrelation of each chain by lag. A quick fall to 0 is good. */

import { autocorrelation } from '../../sampler/stats/autocovariance.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import { drawsOfChains } from '../data/draws-of-chains.ts';
import { chainColor, frame, inWords, type Plot } from './plot.ts';

const LAGS = 60;

export const autocorrelationPlot: Plot<QuantityDraws> = {
  id: 'autocorrelation',
  title: ({ name }) => `Autocorrelation of ${name}`,
  describe(draws) {
    const { name, chains } = draws;
    const series = ofChains(draws);
    const at = (lag: number) => inWords(series.reduce((sum, chain) => sum + (chain[lag] ?? 0), 0) / chains);
    return `Autocorrelation of ${name}, mean of ${chains} chains: ${at(1)} at lag 1, ${at(10)} at lag 10.`;
  },
  spec(draws, theme, size) {
    const { chains, drawsPerChain } = draws;
    const values = ofChains(draws).flatMap((series, chain) =>
      Array.from(series, (value, lag) => ({ chain: chain + 1, lag, value })),
    );
    // 95 % of the values for independent draws are within.
    const noise = 1.96 / Math.sqrt(Math.max(1, drawsPerChain));
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: [{ low: -noise, high: noise }] },
          mark: { type: 'rect', color: theme.foreground, opacity: 0.08 },
          encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
        },
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: 'rule', color: theme.foreground, opacity: 0.5 },
          encoding: { y: { field: 'zero', type: 'quantitative' } },
        },
        {
          data: { values },
          mark: { type: 'line', strokeWidth: 1.5 },
          encoding: {
            x: {
              field: 'lag',
              type: 'quantitative',
              scale: { domain: [0, LAGS], nice: false },
              axis: { title: 'lag' },
            },
            y: {
              field: 'value',
              type: 'quantitative',
              scale: { domain: [Math.min(-0.2, ...values.map(({ value }) => value)), 1] },
              axis: { title: null },
            },
            color: chainColor(theme, chains),
          },
        },
      ],
    };
  },
};

function ofChains(draws: QuantityDraws): readonly Float64Array[] {
  return drawsOfChains(draws).map((own) => autocorrelation(own, LAGS));
}
