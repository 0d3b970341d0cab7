/** A method of inference as data: names, settings and words, for checker, editor, command line and page. */
import type { Setting, SettingValue } from './setting.ts';

/**
 * Kind of a method's result, which determines the request that runs it and the views that show it:
 * `chains` of dependent draws, independent draws of an `approximation`, or an `estimate` without draws.
 */
export type Family = 'chains' | 'approximation' | 'estimate';

export interface Method {
  /** Its folder in `sampler/methods`, and its name in code. */
  readonly name: string;
  readonly family: Family;
  /** In a sentence. */
  readonly title: string;
  /** The statement with its settings, `sample { … }`; null if there is no such statement. */
  readonly block: 'sample' | 'advi' | 'pathfinder' | null;
  /** Its command on the command line; null where a flag of another command selects it. */
  readonly command: { readonly name: string; readonly doc: string } | null;
  readonly settings: readonly Setting[];
  readonly has: Capabilities;
  /** Names in reports, kept runs and JSON: one per variant. */
  readonly variants: readonly Variant[];
  /** Commands of the editor, in the order of *Fit by…*. */
  readonly editor: readonly EditorCommand[];
}

/** Which parts and diagnostics a method's result has. */
interface Capabilities {
  /** Hamiltonian trajectories: divergences, energy, tree depth, target acceptance. */
  readonly trajectories: boolean;
  /** Several chains, so R-hat and effective sample sizes of dependent draws. */
  readonly rHat: boolean;
  /** Can continue from a checkpoint: `draws = enough`. */
  readonly checkpoints: boolean;
  /** Importance weights, so Pareto k-hat. */
  readonly kHat: boolean;
  /** Its trace of the ELBO: one ascent, which is judged, or several paths in sequence. */
  readonly elbo: 'ascent' | 'paths' | null;
  /** Its draws are resampled by importance weights, so that some may be repeated. */
  readonly reweighted: boolean;
  /** An approximation whose widths can be compared with those of NUTS. */
  readonly widths: boolean;
}

export interface Variant {
  /** Contract: the value of `method` in JSON and in kept runs. */
  readonly name: string;
  /** In a sentence. */
  readonly title: string;
  /** For approximations: texts of verdict and failures. */
  readonly words?: ApproximationWords;
}

export type SettingValues = Readonly<Record<string, SettingValue>>;

export interface ApproximationWords {
  /** Advice if it fails; a clause. */
  readonly noAnswer: string;
  /** Advice if Pareto k-hat is above its limit. */
  readonly kHat: string;
  /** Advice if there are too few effective draws. */
  readonly fewDraws: string;
  /** Advice if it diverged. */
  readonly diverged: (settings: SettingValues) => string;
  /** Advice if it had not converged after this many iterations. */
  readonly notConverged: (iterations: number) => string;
  /** Advice if the iterates of an ascent were not stationary after this many iterations. */
  readonly notStationary?: (iterations: number) => string;
  /** A clause that completes “it has converged when …”. */
  readonly converged: (settings: SettingValues) => string;
  /** Of its draws, after its name: ` of 4 paths`. */
  readonly extent?: (settings: SettingValues) => string;
  /** Iterations at most. */
  readonly iterations: (settings: SettingValues) => number;
  /** Shown with every verdict; a sentence without a period. */
  readonly warning?: {
    readonly message: string;
    /** If a diagnostic fails: the result should not be used. */
    readonly whereItFails: string;
    readonly nextStep: string;
  };
  /** Bytes of its matrices for this many parameters. */
  readonly matrices?: { readonly what: string; readonly bytes: (parameters: number) => number };
}

interface EditorCommand {
  /** `bayes.advi`. */
  readonly command: string;
  /** In the command palette; a verb first. */
  readonly title: string;
  /** In *Fit by…*. */
  readonly label: string;
  readonly description: string;
  /** Settings that the command asks for beyond the model's own. */
  readonly settings: SettingValues;
  /** It draws chains, so it is disabled while others are drawn. */
  readonly exclusive?: true;
  /** An icon in menus. */
  readonly icon?: string;
}
