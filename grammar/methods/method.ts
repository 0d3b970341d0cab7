/** What a method of inference is, as data: names, settings and words, for checker, editor, command line and page. */
import type { Setting, SettingValue } from './setting.ts';

/**
 * What a method's result is, and with it the request that runs it and the views that show it:
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
  /** The command of the command line; null where it is reached by a flag of another one. */
  readonly command: { readonly name: string; readonly doc: string } | null;
  readonly settings: readonly Setting[];
  readonly has: Capabilities;
  /** What reports, kept runs and JSON call it: one name for each form it takes. */
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
  /** Its trace of the ELBO: one ascent, which is judged, or one path after another. */
  readonly elbo: 'ascent' | 'paths' | null;
  /** Its draws are taken by their importance weights, so they may be fewer than they seem. */
  readonly reweighted: boolean;
  /** An approximation whose widths can be compared with those of NUTS. */
  readonly widths: boolean;
}

export interface Variant {
  /** Contract: the value of `method` in JSON and in kept runs. */
  readonly name: string;
  /** In a sentence. */
  readonly title: string;
  /** Of an approximation: what its verdict and its failures say. */
  readonly words?: ApproximationWords;
}

export type SettingValues = Readonly<Record<string, SettingValue>>;

export interface ApproximationWords {
  /** What to do where it has no answer; a clause. */
  readonly noAnswer: string;
  /** What to do where Pareto k-hat is above its limit. */
  readonly kHat: string;
  /** What to do where its draws are worth too few of the posterior's. */
  readonly fewDraws: string;
  /** What to do where it ran away. */
  readonly diverged: (settings: SettingValues) => string;
  /** What to do where it had not converged after so many iterations. */
  readonly notConverged: (iterations: number) => string;
  /** What to do where the iterates of an ascent still moved after so many iterations. */
  readonly notStationary?: (iterations: number) => string;
  /** A clause that completes “it has converged when …”. */
  readonly converged: (settings: SettingValues) => string;
  /** Of its draws, after its name: ` of 4 paths`. */
  readonly extent?: (settings: SettingValues) => string;
  /** Iterations there will be at most. */
  readonly iterations: (settings: SettingValues) => number;
  /** Shown with every verdict; a sentence without a period. */
  readonly warning?: {
    readonly message: string;
    /** Where a diagnostic fails: nothing of the result is then advised to be read. */
    readonly whereItFails: string;
    readonly nextStep: string;
  };
  /** The bytes it needs for matrices of that many parameters. */
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
