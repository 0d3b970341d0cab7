/**
 * Queries of a kept run beyond its report, by the results page and the HTML report, and their answers. Plain data.
 * Owned by the host, which answers (`host/requests/kept-runs.ts`).
 *
 * `V` holds numbers: on the wire (JSON) base64 of little-endian float64, in the page a `Float64Array`.
 * Version 1. A new member of a union breaks the build at both ends until both handle it.
 */
import type { Fix } from '../../grammar/diagnostic.ts';
import type { AnsweredKey } from '../draws/draw-statistics.ts';
import type { ApproximationReport } from './approximation-report.ts';
import type { BaselineReport } from './baseline-report.ts';
import type { EffectsAsk } from './effects-ask.ts';
import type { EffectsReport } from './effects-report.ts';
import type { FutureReport } from './future-report.ts';
import type { KFoldReport, LooReport } from './loo-report.ts';
import type { PoolingReport } from './pooling-report.ts';
import type { PredictionTable } from './prediction-table.ts';
import type { SampleReport, SampleSettings } from './sample-report.ts';
import type { SensitivityReport } from './sensitivity-report.ts';
import type { WidthsReport } from './widths-report.ts';

/** The contents of `run.json` that the page needs. */
export interface RunHeader {
  /** The run's folder. */
  readonly folder: string;
  readonly state: 'running' | 'done' | 'interrupted' | 'failed';
  readonly model: string;
  readonly modelText: string;
  readonly modelPath: string;
  readonly data: readonly { readonly name: string; readonly file: string; readonly hash: string }[];
  readonly settings: SampleSettings;
  readonly versions: { readonly bayes: string; readonly node: string };
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string | null;
  /** How the draws were made, in words: `NUTS`, `mean-field ADVI`, … */
  readonly madeBy: string;
}

/** caller → host, request `run/open`. */
export interface OpenRunParams {
  readonly folder: string;
}
/** Size of the stored draws; all chains have the same length. */
export interface KeptDraws {
  readonly chains: number;
  readonly drawsPerChain: number;
}
export type OpenRunResult =
  /** `report` is null where the run did not end. Its non-finite numbers are null. */
  | {
      readonly kind: 'ok';
      readonly header: RunHeader;
      readonly report: SampleReport | null;
      /** Process that is sampling it; null where none is, so that a run without an end was cut off. */
      readonly writer: number | null;
      readonly kept: KeptDraws;
    }
  | { readonly kind: 'problem'; readonly message: string };

/** caller → host, request `run/ask`; the answer is a `RunAnswer<string>` of the question's kind. */
export interface AskRunParams {
  readonly folder: string;
  readonly question: RunQuestion;
}

/** caller → host, request `run/report`: writes the results page of a run as one HTML file. */
export interface SaveReportParams {
  readonly folder: string;
  /** Absolute path of the file. */
  readonly file: string;
}
export type SaveReportResult =
  | { readonly kind: 'ok' }
  | { readonly kind: 'problem'; readonly message: string };

export type RunQuestion =
  | { readonly kind: 'draws'; readonly names: readonly string[] }
  | { readonly kind: 'sampler' }
  | { readonly kind: 'ess-growth'; readonly names: readonly string[] }
  | { readonly kind: 'prior'; readonly names: readonly string[] }
  | { readonly kind: 'predictive'; readonly from: 'posterior' | 'prior' }
  /** At the new data of files, by absolute path, or of the model's `predict` statements. */
  | { readonly kind: 'predictions'; readonly files: readonly string[] | null }
  | { readonly kind: 'widths' }
  | { readonly kind: 'approximation' }
  /** `way`: what is done where Pareto k is too high; `by`: a dimension whose groups are left out. */
  | { readonly kind: 'loo'; readonly way?: 'moment-match' | 'refit'; readonly by?: string }
  | { readonly kind: 'k-fold'; readonly folds: number; readonly by?: string }
  /** Predicts each so many steps of a series from all before them. */
  | { readonly kind: 'future'; readonly ahead: number; readonly by?: string }
  | { readonly kind: 'sensitivity' }
  | { readonly kind: 'effects'; readonly ask: EffectsAsk }
  | { readonly kind: 'methods' }
  /** `compute`: fit the parts of the rows where the run’s folder has no comparison. */
  | { readonly kind: 'baseline'; readonly compute: boolean }
  | { readonly kind: 'pooling' };

export type RunAnswer<V> =
  | DrawsAnswer<V>
  | SamplerAnswer<V>
  | EssGrowthAnswer
  | PriorAnswer<V>
  | PredictiveAnswer
  | PredictionsAnswer
  | WidthsAnswer
  | ApproximationAnswer
  | LooAnswer
  | KFoldAnswer
  | FutureAnswer
  | SensitivityAnswer
  | EffectsAnswer
  | MethodsAnswer
  | BaselineAnswer
  | PoolingAnswer
  /** Why there is no answer, in words for the page. */
  | { readonly kind: 'unavailable'; readonly message: string };

interface DrawsAnswer<V> {
  readonly kind: 'draws';
  readonly names: readonly string[];
  readonly chains: number;
  readonly drawsPerChain: number;
  /** One per name, `x[chain * drawsPerChain + draw]`. */
  readonly values: readonly V[];
}

/** Per kept draw, `x[chain * drawsPerChain + draw]`; the statistics are listed in `draws/draw-statistics.ts`. */
export type SamplerAnswer<V> = {
  readonly kind: 'sampler';
  readonly chains: number;
  readonly drawsPerChain: number;
} & { readonly [K in AnsweredKey]: V };

/** Effective sample sizes of the first part of every chain, for growing parts. */
export interface EssGrowthAnswer {
  readonly kind: 'ess-growth';
  /** Draws of all chains together in each part, ascending. */
  readonly draws: readonly number[];
  readonly series: readonly {
    readonly name: string;
    /** One for each part; null where it cannot be estimated. */
    readonly bulk: readonly (number | null)[];
    readonly tail: readonly (number | null)[];
  }[];
}

/** Prior draws of the requested parameters, where the prior can be drawn from. */
export interface PriorAnswer<V> {
  readonly kind: 'prior';
  readonly names: readonly string[];
  /** One per name. */
  readonly values: readonly V[];
}

/** Predictions of one observed datum, thinned for plots. */
export interface PredictiveData {
  readonly datum: string;
  readonly kind: 'continuous' | 'count' | 'binary' | 'label';
  /** Of data that are labels: value k is the kth of them, from 1. */
  readonly labels?: readonly string[];
  readonly observed: readonly number[];
  /** At most 200 predicted data sets, each as long as `observed`. */
  readonly draws: readonly (readonly number[])[];
  /** Over all draws. */
  readonly statistics: readonly PredictiveStatistic[];
  /** The expected outcome along each predictor, where the model is a regression. */
  readonly lines?: readonly PredictorLines[];
}
/** Expected outcomes over a grid of one predictor, everything else at its middle; one line per draw. */
export interface PredictorLines {
  readonly predictor: string;
  /** Ascending. */
  readonly x: readonly number[];
  /** At most 50, each as long as `x`. */
  readonly draws: readonly (readonly number[])[];
  /** The predictor's value of each element of `observed`. */
  readonly observedAt: readonly number[];
  /** Other predictors, and the value that each is held at, as text. */
  readonly held: readonly { readonly name: string; readonly value: string }[];
}
export interface PredictiveStatistic {
  /** `mean`, `sd`, `min`, `max`, `share of bear`, … */
  readonly statistic: string;
  /** The label whose share it is. */
  readonly label?: string;
  readonly observed: number;
  readonly predicted_mean: number;
  /** Bayesian p-value: the share of predictions whose statistic is at least the observed one. */
  readonly p_value: number;
}
export interface PredictiveAnswer {
  readonly kind: 'predictive';
  readonly from: 'posterior' | 'prior';
  readonly data: readonly PredictiveData[];
  /** Remarks on implausible data implied by the prior; absent for the posterior. */
  readonly remarks?: readonly PriorRemark[];
}

/** A remark on implausible data implied by a prior. */
export interface PriorRemark {
  readonly code: 'prior-certain' | 'prior-wide' | 'prior-conflict' | 'prior-invalid' | 'prior-ignores';
  readonly message: string;
  /** 0-based, of the declaration concerned. */
  readonly line: number;
  readonly column: number;
  /** A prior under which there is nothing to remark on here. */
  readonly fix?: Fix;
}

export interface PredictionsAnswer {
  readonly kind: 'predictions';
  readonly tables: readonly PredictionTable[];
}

/** ADVI's widths compared with those of this run (`widths-report.ts`). */
export interface WidthsAnswer
  extends Pick<
    WidthsReport,
    | 'method'
    | 'rows'
    | 'sentences'
    | 'warnings'
    | 'k_hat'
    | 'effective_draws'
    | 'verdict'
    | 'converged'
    | 'convergence_rule'
    | 'elbo'
    | 'elbo_iterations'
  > {
  readonly kind: 'widths';
}

/** The approximation that the run's draws come from. */
export interface ApproximationAnswer
  extends Pick<
    ApproximationReport,
    | 'method'
    | 'settings'
    | 'verdict'
    | 'converged'
    | 'convergence_rule'
    | 'k_hat'
    | 'effective_draws'
    | 'weighted_draws'
    | 'elbo'
    | 'elbo_iterations'
    | 'timing'
  > {
  readonly kind: 'approximation';
}

/** Leave-one-out cross-validation from the draws of the run; with refits where they were asked for. */
export interface LooAnswer {
  readonly kind: 'loo';
  readonly loo: LooReport;
}

/** Cross-validation by refits without each part of the points. */
interface KFoldAnswer {
  readonly kind: 'k-fold';
  readonly kFold: KFoldReport;
}

/** Predictions of a series from its past. */
interface FutureAnswer {
  readonly kind: 'future';
  readonly future: FutureReport;
}

/** How far posteriors depend on the priors, by power-scaling the draws of the run. */
export interface SensitivityAnswer {
  readonly kind: 'sensitivity';
  readonly sensitivity: SensitivityReport;
}

/** What predictors do to the expected outcome, and how probable hypotheses are. */
export interface EffectsAnswer {
  readonly kind: 'effects';
  readonly effects: EffectsReport;
}

/** What was done, as a paragraph for a paper. */
export interface MethodsAnswer {
  readonly kind: 'methods';
  readonly paragraph: string;
  /** Of the papers that it cites, in the order of their citation. */
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly key: string;
  readonly text: string;
  readonly bibtex: string;
}

/** The model on held-out rows beside ridge and conformal intervals. */
interface BaselineAnswer {
  readonly kind: 'baseline';
  readonly baseline: BaselineReport;
}

/** Complete, no and partial pooling of the groups of a hierarchy. */
interface PoolingAnswer {
  readonly kind: 'pooling';
  readonly pooling: PoolingReport;
}

/** The answer to a question of kind `K`, or why there is none. */
export type AnswerTo<K extends RunQuestion['kind'], V> = Extract<
  RunAnswer<V>,
  { readonly kind: K | 'unavailable' }
>;

/**
 * A run inside an HTML report: the element `#bayes-run` holds this as JSON; the draws of
 * `drawn[k]` are in the element `#bayes-draws-k` as base64 of little-endian float32, which the page decodes on
 * demand.
 */
export interface EmbeddedRun {
  readonly version: 1;
  readonly header: RunHeader;
  readonly report: SampleReport;
  readonly chains: number;
  readonly drawsPerChain: number;
  /** Names whose draws are in the page. */
  readonly drawn: readonly string[];
  /** As in `RunAnswer<string>`, numbers as base64 of little-endian float32. */
  readonly sampler: SamplerAnswer<string>;
  readonly essGrowth: EssGrowthAnswer;
  readonly prior: EmbeddedPart<PriorAnswer<string>>;
  readonly posteriorPredictive: EmbeddedPart<PredictiveAnswer>;
  readonly priorPredictive: EmbeddedPart<PredictiveAnswer>;
  /** Predictions of the model's `predict` statements. */
  readonly predictions: EmbeddedPart<PredictionsAnswer>;
  readonly widths: EmbeddedPart<WidthsAnswer>;
  readonly approximation: EmbeddedPart<ApproximationAnswer>;
  readonly loo: EmbeddedPart<LooAnswer>;
  /** Of the default question. */
  readonly effects: EmbeddedPart<EffectsAnswer>;
  readonly sensitivity: EmbeddedPart<SensitivityAnswer>;
  readonly methods: EmbeddedPart<MethodsAnswer>;
  /** Where it was computed before. */
  readonly baseline: EmbeddedPart<BaselineAnswer>;
  readonly pooling: EmbeddedPart<PoolingAnswer>;
}
/** The answer, or why there is none. */
export type EmbeddedPart<Answer> = Answer | { readonly kind: 'unavailable'; readonly message: string };
