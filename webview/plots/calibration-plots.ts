/** The plots of a row of a calibration by simulation: one row each. */
import { rankDifferencePlot } from './rank-difference.ts';
import { trueRanksPlot } from './true-ranks.ts';
import { viewPlot } from './view-plot.ts';

const ROOM = { height: 170, maxWidth: 560, caption: false } as const;
const percent = (level: number) => `${Number((100 * level).toPrecision(3))} %`;

export const calibrationPlots = {
  difference: viewPlot(rankDifferencePlot, ['simulated'], ({ simulated }) => simulated, {
    kind: 'rank-difference',
    title: 'Distribution of the ranks',
    explanation: ({ simulated: { level } }) =>
      `Left: the share of ranks below each value, less that of uniform ranks. A right posterior stays within the band, everywhere at once, in ${percent(level)} of cases. A hump above zero: ranks are too low, the posterior lies too high; below zero the reverse. First above, then below: too many ranks at both ends, the posterior is too narrow; the reverse: too wide.`,
    room: ROOM,
  }),
  ranks: viewPlot(trueRanksPlot, ['simulated'], ({ simulated }) => simulated, {
    kind: 'true-ranks',
    title: 'Ranks of the true values',
    explanation: ({ simulated: { level } }) =>
      `Right: how many true values have a rank in each part of the draws. All bars of a right posterior lie within the band in ${percent(level)} of cases; the dashed line is what is expected.`,
    room: ROOM,
  }),
} as const;
