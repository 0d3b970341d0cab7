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

/** One as plain JSON, of a chain that is known. */
export interface KeptPoint extends Omit<DivergentPoint, 'chain' | 'position'> {
  readonly position: readonly number[];
}

/** Written with each block of a chain: few enough to cost less than its draws. */
const MOST_NUMBERS = 20_000;

/** Undefined where there are some and not one is small enough. Those of kept draws go first. */
export function keepPoints(points: readonly DivergentPoint[]): readonly KeptPoint[] | undefined {
  if (points.length === 0) return [];
  const most = Math.floor(MOST_NUMBERS / points[0].position.length);
  const kept = points.length <= most ? points : points.filter(({ phase }) => phase === 'sampling');
  if (most === 0) return undefined;
  return kept
    .slice(0, most)
    .map(({ phase, position, failed }) => ({ phase, position: [...position], failed }));
}

export function pointsOf(kept: readonly KeptPoint[], chain: number): readonly DivergentPoint[] {
  return kept.map((point) => ({ ...point, chain, position: Float64Array.from(point.position) }));
}
