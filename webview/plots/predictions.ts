/** Means and intervals of predictions, row by row. */
import { type ForestData, forestPlot } from './forest.ts';
import type { Plot } from './plot.ts';

export const predictionsPlot: Plot<ForestData> = {
  ...forestPlot,
  id: 'predictions',
  title: () => 'Predictions at new data',
};
