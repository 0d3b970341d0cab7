/**
 * The report of a run: what the terminal, the results page, the HTML report and the exporters all
 * read. Plain JSON. Field names are those of the command line's JSON contract.
 */
import type { Fix } from '../../grammar/diagnostic.ts';
import type { MethodSettings, NameIn } from '../../grammar/methods/index.ts';
import type { CentringRow } from './centring.ts';
import type { EnoughDraws } from './enough-draws.ts';
import type { Fit } from './fit.ts';
import type { ModeWeights } from './mode-weights.ts';

/** Absent in reports of earlier versions. */
interface TailStatistics {
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
  /** Shape of the heavier tail, of the draws and of their squared deviations from the mean. */
  readonly pareto_k_mean: number;
  readonly pareto_k_sd: number;
  /** Estimates whose Pareto k is above the limit for this number of draws; absent if there are none. */
  readonly unreliable: readonly ('mean' | 'sd')[];
}

/** Rows of label quantities are per label: `mean` is its probability, and there are no intervals. */
interface OfLabel {
  /** Name of the quantity in the draws: `g[1]` of `P(g[1] = north)`. */
  readonly element: string;
  readonly label: string;
  /** Value of the label in the draws: 1 for the first. */
  readonly position: number;
}

export interface SummaryRow extends Partial<TailStatistics>, Partial<OfLabel> {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly hdi_3: number;
  readonly hdi_97: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

/** Causes of failing diagnostics, found in the model, its data or its draws. */
export type CauseCode =
  /** Draws diverge where an argument leaves its domain, or where a term is not finite. */
  | 'outside-support'
  /** A chain stays away from the others. */
  | 'stuck-chain'
  /** Divergences concentrate where the scale of a centred hierarchy is small. */
  | 'centred-hierarchy'
  /** The draws of a parameter reach far into the tail of its prior. */
  | 'heavy-tail'
  /** Codes shared with the checks that find these causes before a run. */
  | 'separation'
  | 'improper-posterior'
  | 'no-reference-category'
  | 'label-switching'
  | 'coefficient-scale'
  | 'redundant-intercept';

/**
 * Why a result is provisional, in words, with the model's line concerned and what to do next. Causes come
 * before the diagnostics that fail because of them.
 */
export interface Reason {
  readonly code:
    | 'r-hat'
    | 'ess-bulk'
    | 'ess-tail'
    | 'divergences'
    | 'tree-depth'
    | 'e-bfmi'
    /** The tail of a parameter is so heavy that there is no mean. */
    | 'no-mean'
    /** The draws of a parameter are equal up to rounding. */
    | 'motionless'
    /** A mode that no chain (or not the approximation) visited has more than a hundredth of the mass. */
    | 'unvisited-mode'
    | 'chains'
    /** More draws are needed than memory holds. */
    | 'memory'
    /** Fewer draws than requested. */
    | 'interrupted'
    /** Files of the run are missing or damaged. */
    | 'damaged'
    /** A computed value is not of its kind (probabilities that do not sum to one), or a position does not exist. */
    | 'values'
    /** The tolerances of a differential equation change the log density. */
    | 'solver'
    /** An approximate process has too few functions, or too near a boundary, for its length scales. */
    | 'process'
    /** The draws are of an approximation, not of the posterior. */
    | 'approximation'
    | CauseCode;
  readonly message: string;
  readonly nextStep: string;
  /** Quantities concerned, worst first (at most ten). */
  readonly names: readonly string[];
  /** 0-based line of the model that declares the quantity concerned, if any. */
  readonly line?: number;
  /** Code of the reason in the same list that explains this one; the next step is then that reason's. */
  readonly cause?: Reason['code'];
  /** The edit proposed by `nextStep`, if it can be applied automatically. */
  readonly fix?: Fix;
}

export interface Modes {
  readonly unvisited: readonly UnvisitedMode[];
  readonly symmetries: readonly ModeSymmetry[];
}

interface UnvisitedMode {
  /** Means around it of the quantities farthest from the draws. */
  readonly at: Readonly<Record<string, number>>;
  /** Its share of the mass of all modes found. */
  readonly mass: number;
}

/** A symmetric copy of a visited mode, with the same mass. */
interface ModeSymmetry {
  readonly kind: 'sign' | 'exchange';
  /** Parameters that change sign or are exchanged, with their values at the copy. */
  readonly at: Readonly<Record<string, number>>;
}

export interface Diagnostics {
  readonly pass: boolean;
  readonly reasons: readonly Reason[];
  readonly divergences: number;
  readonly max_treedepth_hits: number;
  readonly e_bfmi: readonly number[];
  readonly min_ess_per_chain: number;
  readonly max_r_hat: number;
  /** Quantities that `store` left out, on which nothing is judged; absent where all were kept. */
  readonly not_stored?: readonly string[];
  /** Result of the search for other modes; absent without a search. */
  readonly modes?: Modes;
  /** Whether the model reproduces its data, which `pass` says nothing of; left out where that was not judged. */
  readonly fit?: Fit;
}

export interface Timing {
  readonly compile_ms: number;
  readonly warmup_ms: number;
  readonly sample_ms: number;
  readonly gradients_warmup: number;
  readonly gradients_sample: number;
  /** Gradients of the search for other modes, not counted in the others; absent without a search. */
  readonly gradients_scout?: number;
  readonly us_per_gradient: number;
  /** Tuning and sampling of all chains, one after the other: processors' time. */
  readonly chains_ms?: number;
  /** From the start of the first chain to the end of the last; of a resumed run, since then. */
  readonly wall_ms?: number;
}

type NutsSettings = MethodSettings<'nuts'>;

/** In a report `draws` is a number, also for `draws = enough`. */
export interface SampleSettings
  extends Omit<NutsSettings, 'draws' | 'max_draws' | 'init' | 'centring' | 'thin' | 'store'> {
  readonly draws: number;
  /** NUTS if absent. */
  readonly method?: NameIn<'chains'>;
  /** `jitter` if absent. */
  readonly init?: NutsSettings['init'];
  /** 1 if absent. */
  readonly thin?: NutsSettings['thin'];
  /** All quantities if absent. */
  readonly store?: readonly string[];
  /** `centred` if absent. */
  readonly centring?: NutsSettings['centring'];
}

/** Results of tuning a chain. */
export interface TunedChain {
  /** For `metric = auto`, the chosen one. */
  readonly metric: Exclude<NutsSettings['metric'], 'auto'>;
  /** For `low_rank`: directions beyond the diagonal. */
  readonly directions?: number;
  readonly step_size: number;
  /** Draws that tuning took. Absent in older runs. */
  readonly draws?: number;
  /** The final target, if a divergence late in tuning raised it. */
  readonly target_accept?: number;
}

/** Starting values of chains by parameter, row-major; other parameters start at jittered values. */
export interface StartValues {
  /** Their source, in words: a file, a run, the model. */
  readonly from: string;
  /** One for all chains, or one for each. */
  readonly values: readonly Readonly<Record<string, readonly number[]>>[];
}

export interface SampleReport {
  readonly model: string;
  readonly seed: number;
  readonly settings: SampleSettings;
  readonly summary: readonly SummaryRow[];
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
  /** Source of the starting values: a file, a run, or `init` of the model. */
  readonly started_from?: string;
  /** Present if `draws = enough`. */
  readonly enough?: EnoughDraws;
  /** One per chain of NUTS, null if it was stopped while tuning. Absent for other methods and in older runs. */
  readonly tuned?: readonly (TunedChain | null)[];
  /** Absent if every parameter was sampled as written. */
  readonly centring?: readonly CentringRow[];
  /** There are no continuous unknowns: draws are made from exact probabilities, whatever tuning did. */
  readonly all_discrete?: true;
  /** Present if requested, unless the run was interrupted. */
  readonly mode_weights?: ModeWeights;
  /** The run's folder, or null if the run is not kept. */
  readonly draws: string | null;
  /** Present of draws of another program: diagnostics whose members say nothing, for want of statistics. */
  readonly not_judged?: readonly NotJudged[];
}

export type NotJudged = 'divergences' | 'max_treedepth_hits' | 'e_bfmi';
