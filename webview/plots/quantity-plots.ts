/**
 * The kinds of plot of one quantity, one row each, from which the page's menu, explanations and figures are made.
 */
import { MIN_ESS_PER_CHAIN } from '../../sampler/stats/diagnostic-limits.ts';
import { autocorrelationPlot } from './autocorrelation.ts';
import { densityPlot } from './density.ts';
import { ecdfPlot } from './ecdf.ts';
import { essGrowthPlot } from './ess-growth.ts';
import { type Need, type PlotFigure, plotFigure } from './plot-figure.ts';
import { priorPosteriorPlot } from './prior-posterior.ts';
import { rankPlot } from './rank.ts';
import { tracePlot } from './trace.ts';

/** Data available about one quantity. */
export type QuantityNeed = Extract<Need, 'row' | 'chains' | 'draws' | 'sampler' | 'essGrowth' | 'prior'>;

interface QuantityPlot {
  /** Kept in the page's saved state, and the class of its rows. */
  readonly kind: string;
  /** In the menu. */
  readonly title: string;
  /** How to read it. */
  readonly explanation: string;
  /** The same for independent draws of an approximation; null if the plot is meaningless for them. */
  readonly ofIndependentDraws: string | null;
  /** Side by side, from the left. */
  readonly figures: readonly PlotFigure<QuantityNeed>[];
}

export const quantityPlots = [
  {
    kind: 'trace',
    title: 'Density and trace',
    explanation:
      'Left, the density of each chain; right, its draws in order. Chains that agree lie on top of each other.',
    ofIndependentDraws: 'Left, the density of the draws; right, the draws, each independent of the others.',
    figures: [
      plotFigure(densityPlot, ['row', 'draws'], ({ row, draws }) => ({
        draws,
        interval: [row.hdi_3, row.hdi_97] as const,
        mean: row.mean,
      })),
      plotFigure(tracePlot, ['draws', 'sampler'], ({ draws, sampler }) => ({
        draws,
        divergent: sampler?.divergent ?? null,
      })),
    ],
  },
  {
    kind: 'ecdf',
    title: 'Cumulative distribution',
    explanation:
      'The share of each chain’s draws at or below a value; dashed, 3 %, half and 97 %. Chains that agree lie on top of each other.',
    ofIndependentDraws: 'The share of the draws at or below a value; dashed, 3 %, half and 97 %.',
    figures: [plotFigure(ecdfPlot, ['draws'], ({ draws }) => draws)],
  },
  {
    kind: 'rank',
    title: 'Ranks',
    explanation:
      'How often each chain’s draws fall into each twentieth of all draws. Flat within the grey band where chains agree.',
    ofIndependentDraws: null,
    figures: [plotFigure(rankPlot, ['draws'], ({ draws }) => draws)],
  },
  {
    kind: 'autocorrelation',
    title: 'Autocorrelation',
    explanation:
      'How much a draw resembles earlier ones. The sooner it stays within the grey band, the more each draw is worth.',
    ofIndependentDraws: null,
    figures: [plotFigure(autocorrelationPlot, ['draws'], ({ draws }) => draws)],
  },
  {
    kind: 'ess-growth',
    title: 'Growth of effective draws',
    explanation:
      'Effective draws after more and more of the run. A steady rise means that drawing longer helps; the dashed line is what is wanted.',
    ofIndependentDraws: null,
    figures: [
      plotFigure(essGrowthPlot, ['row', 'chains', 'essGrowth'], ({ row, chains, essGrowth }) => {
        const series = essGrowth.series.find(({ name }) => name === row.name);
        return series === undefined
          ? { missing: 'The growth of its effective draws is not in this report.' }
          : { ...series, draws: essGrowth.draws, wanted: MIN_ESS_PER_CHAIN * chains };
      }),
    ],
  },
  {
    kind: 'prior-posterior',
    title: 'Prior against posterior',
    explanation:
      'What was believed before the data (dashed) and after. Where both are alike, the data said little.',
    ofIndependentDraws:
      'What was believed before the data (dashed) and after. Where both are alike, the data said little.',
    figures: [
      plotFigure(priorPosteriorPlot, ['row', 'draws', 'prior'], ({ row: { name }, draws, prior }) => {
        const k = prior.names.indexOf(name);
        return k < 0
          ? { missing: `${name} has no prior of its own to draw from.` }
          : { name, prior: prior.values[k], posterior: draws.values };
      }),
    ],
  },
] as const satisfies readonly QuantityPlot[];

export type PlotKind = (typeof quantityPlots)[number]['kind'];

export const defaultPlot: PlotKind = 'trace';

export function quantityPlot(kind: PlotKind): QuantityPlot {
  return quantityPlots.find((plot) => plot.kind === kind) ?? quantityPlots[0];
}
