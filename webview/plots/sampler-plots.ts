/** The plots of the sampler's own statistics, one row each. */
import { energyPlot } from './energy.ts';
import type { PlotData } from './plot-figure.ts';
import { treeDepthPlot } from './tree-depth.ts';
import { viewPlot } from './view-plot.ts';

const NOT_KEPT = { missing: 'The sampler’s own statistics were not kept.' };

const kept = (sampler: PlotData['sampler']) => (sampler?.drawsPerChain === 0 ? null : sampler);

export const samplerPlots = [
  viewPlot(energyPlot, ['sampler'], ({ sampler }) => kept(sampler) ?? NOT_KEPT, {
    kind: 'energy',
    title: 'Energy',
    explanation:
      'Energies of the draws, and how far one step moves them. Alike is good; a much narrower dashed curve means that the tails are reached too slowly.',
    room: { height: 220, maxWidth: 640, caption: false },
  }),
  viewPlot(
    treeDepthPlot,
    ['sampler', 'report'],
    ({ sampler, report }) => {
      const depth = kept(sampler)?.treeDepth;
      return depth === undefined ? NOT_KEPT : { depth, limit: report.settings.max_treedepth };
    },
    {
      kind: 'trajectories',
      title: 'Trajectories',
      explanation:
        'How many times the trajectories of the draws were doubled. Red ones were cut off at the limit.',
      room: { height: 220, maxWidth: 420, caption: false },
    },
  ),
] as const;
