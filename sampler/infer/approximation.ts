/**
 * Shared by the approximate methods: draws from a density q that approximates the posterior, and the quantities to
 * judge them by.
 */
import type { NameIn, VariantName } from '../../grammar/methods/index.ts';
import type { Random } from '../random.ts';
import { psis } from '../stats/psis.ts';
import type { Density, State } from './density.ts';
import type { FindFault, InitialPoint } from './initial-point.ts';

/** One estimate of the evidence lower bound E[log p − log q], up to the density's constant. */
export interface ElboPoint {
  readonly iteration: number;
  readonly elbo: number;
  /** Gradients computed so far. */
  readonly gradients: number;
}

/**
 * Why the optimisation ended. `converged` is each method's own rule, stated with it; `max-iterations`,
 * `not-stationary` (at most iterations the iterates still moved) and `stalled` (no step improves) also give
 * draws, which need a closer look.
 */
export type ApproximationEnd = 'converged' | 'max-iterations' | 'not-stationary' | 'stalled' | 'stopped';

/** Stationarity of the iterates of an ascent at constant step size: worst of all parameters, infinite if unknown. */
export interface Stationarity {
  /** Split R-hat. */
  readonly rHat: number;
  /** Error of their mean, in sds. */
  readonly mcse: number;
}

export interface Approximation {
  readonly method: VariantName<NameIn<'approximation'>>;
  readonly dimension: number;
  /** Unconstrained draws of q: draw s is `draws[s * dimension …]`. */
  readonly draws: Float64Array;
  /** log p (up to its constant) and log q (normalised) of each draw. log p may be −∞. */
  readonly logDensity: Float64Array;
  readonly logApproximation: Float64Array;
  /** Pareto-smoothed log importance weights log(p / q) of the draws, normalised. */
  readonly logWeights: Float64Array;
  /** Shape of the weights' tail: above 0.7 q is too far from the posterior to be trusted or corrected. */
  readonly kHat: number;
  /**
   * Effective draws behind a weighted mean. k̂ can be large although the weights hardly vary (a faint
   * skewed tail beyond a flat bulk); then this is near the number of draws.
   */
  readonly effectiveDraws: number;
  /** Draws that k̂ and the effective draws were estimated from: all paths' before Pathfinder resamples. */
  readonly weightedDraws: number;
  readonly elbo: readonly ElboPoint[];
  readonly end: ApproximationEnd;
  readonly converged: boolean;
  /** Present for an ascent: at its end. */
  readonly stationarity?: Stationarity;
  readonly gradients: number;
}

export type ApproximationOutcome =
  | { readonly kind: 'done'; readonly approximation: Approximation }
  /** No point of finite density and gradient to start from; the last one tried is at `position`. */
  | Extract<InitialPoint, { kind: 'bad-start' }>
  /** The method fails for this posterior; `message` has what was expected and found. */
  | { readonly kind: 'no-approximation'; readonly message: string; readonly position: Float64Array };

/** Draws from the priors, from where a fit may start, too. */
export interface PriorStarts {
  /** Unconstrained; NaN where no prior says. */
  readonly positions: readonly Float64Array[];
  /** Of their own: fits that start elsewhere have the same draws without them. */
  readonly random: Random;
}

/** Progress, cancellation and value-check callbacks. */
export interface ApproximationWatch {
  /** Checks the model's values at a possible start; returns the invalid value, or null. */
  readonly start?: FindFault;
  elbo?(point: ElboPoint): void;
  shouldStop?(): boolean;
}

/** A density q that can be drawn from. */
export interface Sampleable {
  /** Writes a draw into `out` and returns its normalised log density under q. */
  draw(out: Float64Array): number;
}

export interface JudgedDraws {
  readonly draws: Float64Array;
  readonly logDensity: Float64Array;
  readonly logApproximation: Float64Array;
  readonly logWeights: Float64Array;
  readonly kHat: number;
  readonly effectiveDraws: number;
  readonly weightedDraws: number;
}

/** Draws that are made even after cancellation: enough for a mean. */
const LEAST_DRAWS = 100;

/** Draws for the verdict per kept draw: k̂ from a few thousand draws has an error of about a quarter. */
export const POOL = 4;

/**
 * `count` draws of q with their log densities, and k̂ and ESS from `judged` draws, of which these are the first;
 * after cancellation fewer, and `cut`.
 */
export function judgedDraws(
  density: Density,
  state: State,
  q: Sampleable,
  count: number,
  watch: ApproximationWatch = {},
  judged = count,
): JudgedDraws & { readonly cut: boolean } {
  const { dimension } = density;
  const draws = new Float64Array(count * dimension);
  const passing = new Float64Array(dimension);
  const logDensity = new Float64Array(judged);
  const logApproximation = new Float64Array(judged);
  let made = 0;
  while (made < judged && (made < LEAST_DRAWS || !watch.shouldStop?.())) {
    const s = made;
    made += 1;
    const own = s < count ? draws.subarray(s * dimension, (s + 1) * dimension) : passing;
    logApproximation[s] = q.draw(own);
    state.position.set(own);
    density.evaluate(state);
    logDensity[s] = finiteOrNone(state.logDensity);
  }
  const kept = Math.min(made, count);
  const own = {
    draws: draws.slice(0, kept * dimension),
    logDensity: logDensity.slice(0, kept),
    logApproximation: logApproximation.slice(0, kept),
  };
  const all = weigh(logDensity.slice(0, made), logApproximation.slice(0, made));
  const { logWeights } = kept === made ? all : weigh(own.logDensity, own.logApproximation);
  return { ...own, ...all, logWeights, cut: made < count };
}

type Weights = Pick<JudgedDraws, 'logWeights' | 'kHat' | 'effectiveDraws' | 'weightedDraws'>;

/** Importance weights log(p / q); equal ones, and k̂ infinite, where p is nowhere finite. */
export function weigh(logDensity: Float64Array, logApproximation: Float64Array): Weights {
  const ratios = logDensity.map((p, s) => p - logApproximation[s]);
  if (!ratios.some(Number.isFinite)) {
    return {
      logWeights: ratios.fill(-Math.log(ratios.length)),
      kHat: Number.POSITIVE_INFINITY,
      effectiveDraws: 0,
      weightedDraws: ratios.length,
    };
  }
  const { logWeights, kHat, ess } = psis(ratios);
  return { logWeights, kHat, effectiveDraws: ess, weightedDraws: ratios.length };
}

/** A failed density (NaN, +∞) counts as zero density. */
export function finiteOrNone(logDensity: number): number {
  return Number.isFinite(logDensity) ? logDensity : Number.NEGATIVE_INFINITY;
}
