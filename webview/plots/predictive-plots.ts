/** The plot for each kind of observed data and its predictions, one row each, and how to read it. */
import type { PredictiveAnswer, PredictiveData } from '../../sampler/protocol.ts';
import { calibrationPlot } from './calibration.ts';
import { labelSharesHeight, labelSharesPlot } from './label-shares.ts';
import type { Plot } from './plot.ts';
import { predictiveDensityPlot } from './predictive-density.ts';
import { rootogramPlot } from './rootogram.ts';

/** Pixels. */
export interface PlotRoom {
  readonly height: number;
  readonly maxWidth: number;
}

export interface PredictivePlot {
  /** Null if the plot has its own legend. */
  readonly explanation: string | null;
  /** `show` makes the plot's place, of any type of data, and fills it. */
  draw<Made>(
    data: PredictiveData,
    from: PredictiveAnswer['from'],
    show: <Data>(plot: Plot<Data>, data: Data, room: PlotRoom) => Made,
  ): Made;
}

export const predictivePlots: Readonly<Record<PredictiveData['kind'], PredictivePlot>> = {
  continuous: {
    explanation: null,
    draw: (data, from, show) => show(predictiveDensityPlot, { data, from }, { height: 240, maxWidth: 900 }),
  },
  count: {
    explanation:
      'Bars: how often each value was observed. Points and lines: how often the model predicts it, mean and 94 % interval. Bars in red are outside of it.',
    draw: (data, _, show) => show(rootogramPlot, data, { height: 240, maxWidth: 900 }),
  },
  binary: {
    explanation:
      'Of the data that the model gives a probability, how many came true: the line, on the diagonal where the model is right. The band is where it would lie for data from the model itself.',
    draw: (data, _, show) => show(calibrationPlot, data, { height: 300, maxWidth: 420 }),
  },
  label: {
    explanation:
      'Bars: the share of the data that has each label. Points and lines: the share that the model predicts, mean and 94 % interval. Bars in red are outside of it.',
    draw: (data, _, show) => show(labelSharesPlot, data, { height: labelSharesHeight(data), maxWidth: 640 }),
  },
};
