/** A figure in the tables of plots: a plot, the data that it needs, and the conversion of the data. */
import type {
  AnswerTo,
  ApproximationAnswer,
  PredictionRow,
  PredictiveAnswer,
  PredictiveData,
  PredictiveStatistic,
  PredictorLines,
  SamplerAnswer,
  WidthRow,
} from '../../sampler/protocol.ts';
import type { CalibrationReport, CalibrationRow } from '../../sampler/report/calibration-report.ts';
import type { EffectsReport } from '../../sampler/report/effects-report.ts';
import type { CompareReport, LooReport } from '../../sampler/report/loo-report.ts';
import type { Pooling } from '../../sampler/report/pooling-report.ts';
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import type { DensityOfRunsData } from './density-of-runs.ts';
import type { ExpectedAlong } from './expected-outcome.ts';
import type { ForestRow } from './forest.ts';
import type { RowOfRuns } from './forest-of-runs.ts';
import type { Plot } from './plot.ts';

/** All data of plots. Where a part is unavailable, its message replaces the plot. */
export interface PlotData {
  /** Of one quantity. */
  readonly row: SummaryRow;
  readonly chains: number;
  readonly draws: QuantityDraws;
  readonly essGrowth: Answered<'ess-growth'>;
  readonly prior: Answered<'prior'>;
  /** Null where the sampler's statistics were not kept. */
  readonly sampler: SamplerAnswer<Float64Array> | null;
  readonly report: SampleReport;
  /** The part of a list that is drawn, and the whole, whose range is that of the axis. */
  readonly forest: { readonly part: readonly ForestRow[]; readonly all: readonly SummaryRow[] };
  readonly pairs: { readonly quantities: readonly QuantityDraws[]; readonly log: boolean };
  readonly climb: Pick<
    ApproximationAnswer,
    'method' | 'elbo' | 'elbo_iterations' | 'converged' | 'convergence_rule'
  >;
  readonly widths: readonly WidthRow[];
  readonly loo: Pick<LooReport, 'pareto_k' | 'k_threshold' | 'n_bad' | 'points'>;
  readonly effects: EffectsReport;
  readonly expected: ExpectedAlong;
  readonly pooling: Pooling;
  readonly predicted: readonly PredictionRow[];
  readonly observed: PredictiveData;
  readonly from: PredictiveAnswer['from'];
  readonly lines: PredictorLines;
  readonly statistic: PredictiveStatistic;
  /** Of several runs, by their names: as of `forest`. */
  readonly forestOfRuns: {
    readonly part: readonly RowOfRuns[];
    readonly all: readonly RowOfRuns[];
    readonly runs: readonly string[];
  };
  readonly densityOfRuns: DensityOfRunsData;
  readonly compared: CompareReport;
  readonly simulated: SimulatedRanks;
}

/** A row of a calibration by simulation. */
export interface SimulatedRanks
  extends Pick<CalibrationRow, 'name' | 'ranks' | 'passes'>,
    Pick<CalibrationReport, 'draws' | 'band' | 'level'> {}

type Answered<Kind extends 'ess-growth' | 'prior'> = Extract<
  AnswerTo<Kind, Float64Array>,
  { readonly kind: Kind }
>;
export type Need = keyof PlotData;

/** A message in place of a plot. */
interface Missing {
  readonly missing: string;
}

/** The place of a plot on the page. */
interface Place<Data> {
  show(data: Data): void;
  say(message: string): void;
}

export interface PlotFigure<N extends Need> {
  readonly needs: readonly N[];
  /** `create` creates the plot's place; `fill` fills it once all needs are available. */
  open<Made>(create: <Data>(plot: Plot<Data>) => Place<Data> & Made): {
    readonly place: Place<never> & Made;
    fill(given: Pick<PlotData, N>): void;
  };
}

/** `data` receives only the parts named in `needs`. */
export function plotFigure<Data extends object, const N extends Need>(
  plot: Plot<Data>,
  needs: readonly N[],
  data: (given: Pick<PlotData, N>) => NoInfer<Data> | Missing,
): PlotFigure<N> {
  return {
    needs,
    open(create) {
      const place = create(plot);
      return {
        place,
        fill(given) {
          const made = data(given);
          if ('missing' in made) place.say(made.missing);
          else place.show(made);
        },
      };
    },
  };
}
