/** The plots of the sampler's own statistics, one row each. */
import type { SamplerAnswer } from '../../sampler/protocol.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { energyPlot } from './energy.ts';
import type { Plot } from './plot.ts';
import type { Place } from './quantity-figure.ts';
import { treeDepthPlot } from './tree-depth.ts';

export interface SamplerPlot {
  readonly title: string;
  /** How to read it. */
  readonly explanation: string;
  /** Pixels. */
  readonly height: number;
  readonly maxWidth: number;
  open<Made>(create: <Data>(plot: Plot<Data>) => Place<Data> & Made): {
    readonly place: Place<never> & Made;
    fill(sampler: SamplerAnswer<Float64Array>, report: SampleReport): void;
  };
}

function samplerPlot<Data>(
  about: Pick<SamplerPlot, 'title' | 'explanation' | 'height' | 'maxWidth'>,
  plot: Plot<Data>,
  data: (sampler: SamplerAnswer<Float64Array>, report: SampleReport) => NoInfer<Data>,
): SamplerPlot {
  return {
    ...about,
    open(create) {
      const place = create(plot);
      return { place, fill: (sampler, report) => place.show(data(sampler, report)) };
    },
  };
}

export const samplerPlots: readonly SamplerPlot[] = [
  samplerPlot(
    {
      title: 'Energy',
      explanation:
        'Energies of the draws, and how far one step moves them. Alike is good; a much narrower dashed curve means that the tails are reached too slowly.',
      height: 220,
      maxWidth: 640,
    },
    energyPlot,
    (sampler) => sampler,
  ),
  samplerPlot(
    {
      title: 'Trajectories',
      explanation:
        'How many times the trajectories of the draws were doubled. Red ones were cut off at the limit.',
      height: 220,
      maxWidth: 420,
    },
    treeDepthPlot,
    ({ treeDepth }, { settings }) => ({ depth: treeDepth, limit: settings.max_treedepth }),
  ),
];
