/** What a chain takes and gives: settings, checkpoint, totals, reports, receiver of draws, outcome. */
import type { DrawStats } from '../../draws/draw-statistics.ts';
import type { TransitionTally } from '../../draws/transition-tally.ts';
import type { State } from '../../infer/density.ts';
import type { FindFault, StartSettings } from '../../infer/initial-point.ts';
import type { ValueFault } from '../../infer/invalid-value.ts';
import type { RandomState } from '../../random.ts';
import type { TunedChain } from '../../report/sample-report.ts';
import type { Metric } from './adapt/adaptation.ts';
import type { LinearMetric } from './metric/linear-metric.ts';
import type { Divergence, DrawnBlock } from './nuts.ts';
import type { SinceKept } from './thinning.ts';

export interface ChainSettings extends StartSettings {
  /** Draws to keep. */
  readonly draws: number;
  /** Transitions to each of them; the draw of the last is kept. */
  readonly thin: number;
  /** Tuning draws before them, at most; they are not kept. */
  readonly tune: number;
  readonly targetAccept: number;
  readonly maxTreeDepth: number;
  readonly metric: Metric;
  /** Degrees of centring, where the density has any: as written, 0, or learned. */
  readonly centring: 'auto' | 'centred' | 'noncentred';
  /** Energy error above which a step is a divergence. */
  readonly maxEnergyError: number;
}

/** A chain continues from it with the draws of an uninterrupted chain. Plain JSON. */
export interface ChainCheckpoint {
  /** Kept draws so far. */
  readonly done: number;
  /** Transitions after the last of them; absent where there are none. */
  readonly since?: SinceKept;
  readonly position: readonly number[];
  readonly gradient: readonly number[];
  readonly logDensity: number;
  readonly inverseMass: readonly number[];
  /** A metric beyond the diagonal; `inverseMass` is then 1. */
  readonly metric?: LinearMetric;
  /** Degrees of centring; absent where the density has none. */
  readonly centring?: readonly number[];
  readonly stepSize: number;
  readonly random: RandomState;
  readonly totals: ChainTotals;
}

export interface ChainTotals {
  /** Including those of the start and of the step-size search. */
  readonly gradientsTune: number;
  readonly gradientsDraws: number;
  readonly divergencesTune: number;
  readonly divergencesDraws: number;
  readonly tuneMs: number;
  readonly drawsMs: number;
  /** Present once tuning is over. */
  readonly tuned?: TunedChain;
  /** Of all transitions after tuning, where only some of their draws are kept. */
  readonly transitions?: TransitionTally;
}

export interface ChainReport {
  readonly phase: 'tuning' | 'sampling';
  /** Iterations done, tuning included, and their total; an upper limit while tuning. */
  readonly done: number;
  readonly total: number;
  /** Divergences after tuning. */
  readonly divergences: number;
  readonly stepSize: number;
  /** Gradients per draw since the last report. */
  readonly gradientsPerDraw: number;
  readonly elapsedMs: number;
}

export interface ChainSink {
  /**
   * A kept draw, number `index` from 0. `state` and `stats` are only valid during the call;
   * `checkpoint()` may be called within it to take the chain's state after this draw.
   */
  draw(index: number, state: State, stats: DrawStats, checkpoint: () => ChainCheckpoint): void;
  /**
   * Many draws at once, where the model's module makes them so, in place of `draw`: the first is number `first`.
   * The same holds of the block and of `checkpoint()`, which is the state after its last draw.
   */
  block?(first: number, block: DrawnBlock, checkpoint: () => ChainCheckpoint): void;
  /** Checks the model's values at a starting point; returns the invalid value, or null. */
  readonly start?: FindFault;
  /** A divergence at iteration `draw` of the phase, as it happens. */
  divergence?(draw: number, phase: ChainReport['phase'], divergence: Divergence): void;
  /** At most once every 100 ms of the clock, and at each change of phase and the end. */
  progress?(report: ChainReport): void;
  /** Polled between leapfrog steps, every few where they are cheap; true ends the chain and keeps its draws. */
  shouldStop?(): boolean;
}

/** Milliseconds since any fixed point in time. */
export interface Clock {
  now(): number;
}

export type ChainOutcome =
  | { readonly kind: 'done'; readonly totals: ChainTotals; readonly adapted: Adapted }
  | {
      readonly kind: 'stopped';
      readonly phase: ChainReport['phase'];
      /** Kept draws. */
      readonly draws: number;
      readonly totals: ChainTotals;
    }
  /** No point of finite density and gradient was found; the last one tried is at `position`. */
  | {
      readonly kind: 'bad-start';
      readonly position: Float64Array;
      readonly logDensity: number;
      readonly badGradients: readonly number[];
      readonly attempts: number;
      /** Draws from the priors that were tried besides. */
      readonly priorDraws?: number;
      /** The density is finite, but a value of the model is invalid. */
      readonly fault?: ValueFault;
    };

/** The result of tuning. */
interface Adapted {
  readonly stepSize: number;
  /** The diagonal of M⁻¹. */
  readonly inverseMass: Float64Array;
  /** A metric beyond the diagonal; null if it is diagonal. */
  readonly metric: LinearMetric | null;
  /** Degrees of centring; absent where the density has none. */
  readonly centring?: Float64Array;
}
