/** A point at which a trajectory diverged, kept to say why. */
export interface DivergentPoint {
  /** 0-based. */
  readonly chain: number;
  /** Those of tuning say why a chain cannot move at all. */
  readonly phase: 'tuning' | 'sampling';
  /** Unconstrained position after the step that diverged. */
  readonly position: Float64Array;
  /** Whether the density or the position itself was not finite there; else its energy was far off. */
  readonly failed: boolean;
}
