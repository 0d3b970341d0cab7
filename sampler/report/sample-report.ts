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

/** Left out of reports of earlier versions. */
interface TailStatistics {
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
  /** Shape of the heavier tail, of the draws and of their squared deviations from the mean. */
  readonly pareto_k_mean: number;
  readonly pareto_k_sd: number;
  /** Estimates for which Pareto k is above the limit of so many draws; left out where there are none. */
  readonly unreliable: readonly ('mean' | 'sd')[];
}

/** A row of a quantity that is labels is of one label: `mean` is its probability, and there are no intervals. */
interface OfLabel {
  /** The quantity, as draws name it: `g[1]` of `P(g[1] = north)`. */
  readonly element: string;
  readonly label: string;
  /** What draws hold for the label: 1 for the first. */
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

/** What was found in the model, its data or its draws that makes diagnostics fail. */
export type CauseCode =
  /** Draws diverge where an argument leaves its domain, or where a term is not finite. */
  | 'outside-support'
  /** A chain stays away from where the others are. */
  | 'stuck-chain'
  /** Divergences gather where the scale of a centred hierarchy is small. */
  | 'centred-hierarchy'
  /** The draws of a parameter go far out along the tail of its prior. */
  | 'heavy-tail'
  /** The codes of the checks that say the same before a run. */
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
    /** The draws of a parameter are all the same to the computer's numbers. */
    | 'motionless'
    /** A mode that no chain, or an approximation, visited holds more than a hundredth of the mass. */
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
  /** The edit of the model that `nextStep` speaks of, where it is a mechanical one. */
  readonly fix?: Fix;
}

export interface Modes {
  readonly unvisited: readonly UnvisitedMode[];
  readonly symmetries: readonly ModeSymmetry[];
}

interface UnvisitedMode {
  /** Means around it of the quantities that are furthest from the draws. */
  readonly at: Readonly<Record<string, number>>;
  /** Its share of the mass of all modes that are known. */
  readonly mass: number;
}

/** A copy of what the chains visited, of the same mass. */
interface ModeSymmetry {
  readonly kind: 'sign' | 'exchange';
  /** Parameters that turn their sign or trade places, and where the copy is. */
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
  /** What the search for other modes found; left out where there was none. */
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
  /** Of the search for other modes, beside the others; left out where there was none. */
  readonly gradients_scout?: number;
  readonly us_per_gradient: number;
}

type NutsSettings = MethodSettings<'nuts'>;

/** In a report `draws` is the number that `enough` came to. */
export interface SampleSettings extends Omit<NutsSettings, 'draws' | 'max_draws' | 'init' | 'centring'> {
  readonly draws: number;
  /** NUTS where it is left out. */
  readonly method?: NameIn<'chains'>;
  /** `jitter` where it is left out. */
  readonly init?: NutsSettings['init'];
  /** `centred` where it is left out. */
  readonly centring?: NutsSettings['centring'];
}

/** What tuning made of a chain. */
export interface TunedChain {
  /** With `metric = auto`, what was chosen. */
  readonly metric: Exclude<NutsSettings['metric'], 'auto'>;
  /** Of `low_rank`: directions beyond the diagonal. */
  readonly directions?: number;
  readonly step_size: number;
  /** Draws that tuning took. Absent in older runs. */
  readonly draws?: number;
  /** What the step size was tuned for in the end, where a divergence late in tuning has raised it. */
  readonly target_accept?: number;
}

/** Where chains start, by parameter, row-major; parameters that are left out start as usual. */
export interface StartValues {
  /** In words: a file, a run, the model. */
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
  /** What gave the starting values: a file, a run, or `init` of the model. */
  readonly started_from?: string;
  /** Of runs of `draws = enough`. */
  readonly enough?: EnoughDraws;
  /** One for each chain of NUTS, null where it was stopped while tuning. Absent in other runs and older ones. */
  readonly tuned?: readonly (TunedChain | null)[];
  /** Left out where every parameter was sampled as written. */
  readonly centring?: readonly CentringRow[];
  /** Of a run that was asked to weigh the modes, unless it was interrupted. */
  readonly mode_weights?: ModeWeights;
  /** The run's folder, or null where nothing was kept. */
  readonly draws: string | null;
}
