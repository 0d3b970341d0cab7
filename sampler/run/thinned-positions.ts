/** Unconstrained positions of kept draws of a chain, evenly thinned, for the search for other modes. */

/** Positions of a chain, at most. */
const MOST = 100;
/** Numbers of a chain, at most, which limits positions in many dimensions. */
const MOST_NUMBERS = 50_000;

interface ThinnedPositions {
  /** Whether the position of this draw is one of them. */
  takes(draw: number): boolean;
  /** @param position is kept: a copy. */
  add(position: Float64Array): void;
  readonly positions: readonly Float64Array[];
}

export function thinnedPositions(draws: number, dimension: number): ThinnedPositions {
  const count = Math.min(MOST, Math.floor(MOST_NUMBERS / Math.max(1, dimension)));
  const step = Math.max(1, Math.ceil(draws / Math.max(1, count)));
  const positions: Float64Array[] = [];
  return {
    positions,
    takes: (draw) => count > 0 && (draw + 1) % step === 0,
    add: (position) => void positions.push(position),
  };
}
