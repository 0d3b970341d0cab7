/** The plots of several runs together: one row each. */
import { SMALL_DIFFERENCE } from '../../sampler/report/elpd-words.ts';
import { densityOfRunsPlot } from './density-of-runs.ts';
import { elpdOfRunsPlot } from './elpd-of-runs.ts';
import { forestOfRunsPlot } from './forest-of-runs.ts';
import { labelWidth } from './name-axis.ts';
import { viewPlot } from './view-plot.ts';
import { withMargin } from './with-margin.ts';

/** Pixels: of the axis, of a legend, of a run's line in a list, and between names. */
const AXIS = 34;
const LEGEND = 28;
const LINE = 10;
const BETWEEN = 10;

export const runsPlots = {
  forest: viewPlot(
    forestOfRunsPlot,
    ['forestOfRuns'],
    ({ forestOfRuns: { part, all, runs } }) => ({
      rows: part,
      runs,
      domain: withMargin(
        all.flatMap(({ cells }) =>
          cells.flatMap((cell) => (cell === undefined ? [] : [cell.hdi_3, cell.hdi_97])),
        ),
      ),
      labelWidth: labelWidth(all, 260),
      rowHeight: runs.length * LINE + BETWEEN,
    }),
    {
      kind: 'forest-of-runs',
      title: 'Forest plot of the runs',
      explanation:
        'Mean and 94 % interval in each run, all on one scale. Filter to see quantities of one kind.',
      room: ({ forestOfRuns: { part, runs } }) => ({
        height: part.length * (runs.length * LINE + BETWEEN) + AXIS + LEGEND,
        maxWidth: 900,
        caption: false,
      }),
    },
  ),
  density: viewPlot(densityOfRunsPlot, ['densityOfRuns'], ({ densityOfRuns }) => densityOfRuns, {
    kind: 'density-of-runs',
    title: 'Densities of the runs',
    explanation: 'The density of all draws of each run, in its colour.',
    room: { height: 130, maxWidth: 640, caption: false },
  }),
  elpd: viewPlot(
    elpdOfRunsPlot,
    ['compared'],
    ({ compared }) => ({
      compared,
      labelWidth: labelWidth(
        compared.rows.map(({ run }) => ({ name: run })),
        260,
      ),
      rowHeight: 26,
    }),
    {
      kind: 'elpd-of-runs',
      title: 'Differences of elpd',
      explanation: `Dot: difference from the best; line: two standard errors to each side. Hollow and dashed where the model is not clearly worse: within two standard errors, or a difference below ${SMALL_DIFFERENCE}.`,
      room: ({ compared: { rows } }) => ({
        height: rows.length * 26 + AXIS + 18,
        maxWidth: 640,
        caption: false,
      }),
    },
  ),
} as const;
