/**
 * The interface of a model to inference: its dimension and its log density with gradient on the unconstrained scale,
 * in its own memory, so that the hot path neither allocates nor copies.
 */
import type { Kernel } from '../kernel/kernel.ts';

/** A phase-space point. The arrays are views into the density's own memory, length `dimension`. */
export interface State {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  readonly gradient: Float64Array;
  /**
   * Sum of the momenta from a trajectory's origin up to this point, so that the sum over any stretch of
   * the trajectory is a difference of two points.
   */
  readonly momentumSum: Float64Array;
  logDensity: number;
}

export interface Density {
  readonly dimension: number;
  /** A new state in the density's memory; states are pooled by the caller and never freed. */
  newState(): State;
  /** Fills `gradient` and `logDensity` from `position`. Not finite (NaN, ±∞) means a failure there. */
  evaluate(state: State): void;
  /** Inverse mass (diagonal), length `dimension`, written by the adaptation, read by `leapfrog`. */
  readonly inverseMass: Float64Array;
  /**
   * One leapfrog step of `stepSize` (negative goes backwards) from `from` into `to`, with the diagonal
   * `inverseMass`: half momentum step, position step, gradient, half momentum step; fills all of `to`.
   * Returns the kinetic energy `0.5 * p' M^-1 p` of `to`.
   */
  leapfrog(from: State, to: State, stepSize: number): number;
  /**
   * The generalised U-turn criterion (Betancourt 2017, appendix A.4.2) on the stretch of a trajectory from
   * `early` to `late` in time, both included: true when the velocity at either end no longer points along
   * the sum of the momenta in between, or is NaN.
   */
  turning(early: State, late: State): boolean;
  /** For compiled models: whole transitions inside the density's memory; instantiated at the first call. */
  readonly kernel?: () => Kernel;
  /** Its one coordinate is standard normal and stands for nothing: all unknowns are discrete. */
  readonly isIndependent?: true;
  /** Present where some coordinates have a degree of centring. */
  readonly centring?: Centring;
}

/**
 * Coordinates u = degree · location + (y − location − (1 − degree) · shift) / scale^(1 − degree) of parameters y
 * of location-scale priors, one degree in [0, 1] each: 1 is the parameter as written, 0 the standardised one.
 * The log density is that of the coordinates, including their Jacobian. Views into the density's own memory, in
 * pieces.
 */
export interface Centring {
  readonly pieces: readonly CentringPiece[];
  /** Fills the locations, shifts and scales of all pieces at a position in the current degrees. */
  at(position: Float64Array): void;
}

export interface CentringPiece {
  /** The parameter. */
  readonly name: string;
  /** Its first coordinate; the others follow. */
  readonly offset: number;
  /** Initially 1; writing them invalidates earlier positions and densities. */
  readonly degrees: Float64Array;
  readonly location: Float64Array;
  readonly scale: Float64Array;
  /** Of vectors whose elements shift the locations of those after them. */
  readonly sequence?: {
    readonly shift: Float64Array;
    /** Elements of a vector; the piece is of one or more. */
    readonly size: number;
  };
}
