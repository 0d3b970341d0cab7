/** Plots of observed data against predictions: one row per kind of data, and rows for all kinds. */
import type { PredictiveData } from '../../sampler/protocol.ts';
import { calibrationPlot } from './calibration.ts';
import { labelSharesHeight, labelSharesPlot } from './label-shares.ts';
import { predictiveDensityPlot } from './predictive-density.ts';
import { predictiveStatisticPlot } from './predictive-statistic.ts';
import { predictorLinesPlot } from './predictor-lines.ts';
import { rootogramPlot } from './rootogram.ts';
import { type ViewPlot, viewPlot } from './view-plot.ts';

export const predictivePlots: Readonly<
  Record<PredictiveData['kind'], ViewPlot<'observed'> | ViewPlot<'observed' | 'from'>>
> = {
  continuous: viewPlot(
    predictiveDensityPlot,
    ['observed', 'from'],
    ({ observed, from }) => ({ data: observed, from }),
    {
      kind: 'continuous',
      title: 'Density',
      explanation: null,
      room: { height: 240, maxWidth: 900, caption: true },
    },
  ),
  count: viewPlot(rootogramPlot, ['observed'], ({ observed }) => observed, {
    kind: 'count',
    title: 'Counts',
    explanation:
      'Bars: how often each value was observed. Points and lines: how often the model predicts it, mean and 94 % interval. Bars in red are outside of it.',
    room: { height: 240, maxWidth: 900, caption: true },
  }),
  binary: viewPlot(calibrationPlot, ['observed'], ({ observed }) => observed, {
    kind: 'binary',
    title: 'Calibration',
    explanation:
      'Of the data that the model gives a probability, how many came true: the line, on the diagonal where the model is right. The band is where it would lie for data from the model itself.',
    room: { height: 300, maxWidth: 420, caption: true },
  }),
  label: viewPlot(labelSharesPlot, ['observed'], ({ observed }) => observed, {
    kind: 'label',
    title: 'Shares of labels',
    explanation:
      'Bars: the share of the data that has each label. Points and lines: the share that the model predicts, mean and 94 % interval. Bars in red are outside of it.',
    room: ({ observed }) => ({ height: labelSharesHeight(observed), maxWidth: 640, caption: true }),
  }),
};

export const predictorLines = viewPlot(
  predictorLinesPlot,
  ['observed', 'lines', 'from'],
  ({ observed, lines, from }) => ({ data: observed, lines, from }),
  {
    kind: 'lines',
    title: 'Expected outcome along a predictor',
    explanation: 'Each line is what one draw expects; points are the data.',
    room: { height: 260, maxWidth: 640, caption: true },
  },
);

export const predictiveStatistic = viewPlot(
  predictiveStatisticPlot,
  ['observed', 'statistic'],
  ({ observed, statistic }) => ({ data: observed, statistic }),
  {
    kind: 'statistic',
    title: 'Statistic of the data',
    explanation: null,
    room: { height: 110, maxWidth: 320, caption: false },
  },
);
