/**
 * Distribution of energies against that of changes of energy between draws (Betancourt 2016): if the second is much
 * narrower, the sampler explores the tails too slowly, and E-BFMI is low.
 */

import { extent } from '../../sampler/stats/argsort.ts';
import { mean, sd } from '../../sampler/stats/moments.ts';
import { kde } from '../numerics/kde.ts';
import { frame, inWords, type Plot } from './plot.ts';

interface EnergyData {
  readonly chains: number;
  readonly drawsPerChain: number;
  /** `energy[chain * drawsPerChain + draw]`. */
  readonly energy: Float64Array;
}

const kinds = ['energy of the draws', 'change from draw to draw'];

export const energyPlot: Plot<EnergyData> = {
  id: 'energy',
  title: () => 'Energy',
  describe(data) {
    const { marginal, change } = seriesOf(data);
    return `Distribution of the energy, standard deviation ${inWords(sd(marginal))}, and of its change from draw to draw, standard deviation ${inWords(sd(change))}. They should be alike.`;
  },
  spec(data, theme, size) {
    const { marginal, change } = seriesOf(data);
    const range = extent([...(extent(marginal) ?? []), ...(extent(change) ?? [])]);
    const curve = (kind: string, values: Float64Array) => {
      const density = range === null ? null : kde(values, { from: range[0], to: range[1] });
      return density === null
        ? []
        : Array.from(density.x, (x, i) => ({ kind, value: x, density: density.y[i] }));
    };
    return {
      ...frame(theme, size),
      data: { values: [...curve(kinds[0], marginal), ...curve(kinds[1], change)] },
      mark: { type: 'area', line: { strokeWidth: 1.6 }, fillOpacity: 0.15 },
      encoding: {
        x: {
          field: 'value',
          type: 'quantitative',
          scale: { nice: false, zero: false },
          axis: { title: 'energy, from its mean' },
        },
        y: { field: 'density', type: 'quantitative', axis: null, stack: null },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: kinds, range: [theme.chains[0], theme.chains[1]] },
          legend: { title: null, orient: 'top', symbolType: 'stroke', labelLimit: 300 },
        },
        strokeDash: {
          field: 'kind',
          type: 'nominal',
          scale: {
            domain: kinds,
            range: [
              [1, 0],
              [5, 3],
            ],
          },
        },
      },
    };
  },
};

/** Both series centred at 0, the first by subtracting its mean. */
function seriesOf({ chains, drawsPerChain, energy }: EnergyData) {
  const centre = mean(energy);
  const change = new Float64Array(Math.max(0, chains * (drawsPerChain - 1)));
  let at = 0;
  for (let chain = 0; chain < chains; chain++) {
    for (let draw = 1; draw < drawsPerChain; draw++) {
      const i = chain * drawsPerChain + draw;
      change[at++] = energy[i] - energy[i - 1];
    }
  }
  return { marginal: energy.map((value) => value - centre), change };
}
