/** A point at which a trajectory diverged, kept to find the cause. */
export interface DivergentPoint {
  /** 0-based. */
  readonly chain: number;
  /** Divergences of tuning explain why a chain cannot move at all. */
  readonly phase: 'tuning' | 'sampling';
  /** Unconstrained position after the step that diverged. */
  readonly position: Float64Array;
  /** Whether the density or the position itself was not finite there; else its energy was far off. */
  readonly failed: boolean;
}
