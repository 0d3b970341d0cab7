/**
 * Exact symmetries of a density: sign changes and exchanges of coordinates (of components, for simplexes). Modes
 * that a symmetry maps onto each other are equivalent, so a chain need not visit both.
 */
import type { Density, State } from '../infer/density.ts';
import type { Summit } from './mode.ts';
import { type SimplexBlock, simplexCoordinates } from './simplex-coordinates.ts';

export interface Symmetry {
  readonly kind: 'sign' | 'exchange';
  /** Indices of the coordinates that change, ascending; a simplex counts by its components. */
  readonly coordinates: readonly number[];
}

/** The signed exchange of coordinates that takes `x` to `y`: y[i] = sign[i] · x[from[i]]. */
interface SignedExchange {
  readonly from: readonly number[];
  readonly sign: readonly number[];
}

/** Tolerance of a match, relative to the sizes of the coordinates. */
const SAME = 1e-3;
/** Relative difference of log densities of a draw and its image. */
const EQUAL = 1e-8;
/** Draws whose images are compared. */
const DRAWS = 8;

/**
 * The symmetry that takes one summit to the other; null where there is none.
 *
 * @param a one summit, `b` another, and `draws` some draws: all unconstrained positions for `density`.
 * @param simplexes one of two components has one unconstrained coordinate; exchanging them changes its sign.
 */
export function symmetryBetween(
  density: Density,
  state: State,
  a: Summit,
  b: Summit,
  draws: readonly Float64Array[],
  simplexes: readonly SimplexBlock[] = [],
): Symmetry | null {
  if (Math.abs(a.logDensity - b.logDensity) > 1e-4 * Math.max(1, Math.abs(a.logDensity))) return null;
  const coordinates = simplexCoordinates(simplexes.filter(({ size }) => size > 2));
  const map = signedExchange(coordinates.of(a.position), coordinates.of(b.position));
  if (map === null) return null;
  const logDensity = (position: Float64Array): number => {
    state.position.set(position);
    density.evaluate(state);
    return state.logDensity;
  };
  const step = Math.max(1, Math.floor(draws.length / DRAWS));
  for (let d = 0; d < draws.length; d += step) {
    const draw = draws[d];
    const here = logDensity(draw);
    const own = coordinates.of(draw);
    const there = logDensity(coordinates.toUnconstrained(own.map((_, i) => map.sign[i] * own[map.from[i]])));
    if (!(Math.abs(there - here) <= EQUAL * Math.max(1, Math.abs(here)))) return null;
  }
  const changed = [...map.from.keys()].filter((i) => map.from[i] !== i || map.sign[i] < 0);
  const isExchange = map.from.some((j, i) => j !== i);
  return { kind: isExchange ? 'exchange' : 'sign', coordinates: changed };
}

/** Matches unchanged coordinates first, then those that only change sign, then exchanged ones. */
function signedExchange(x: Float64Array, y: Float64Array): SignedExchange | null {
  const n = x.length;
  const from = new Array<number>(n).fill(-1);
  const sign = new Array<number>(n).fill(1);
  const taken = new Array<boolean>(n).fill(false);
  const assign = (i: number, j: number, s: number): void => {
    from[i] = j;
    sign[i] = s;
    taken[j] = true;
  };
  const agree = (u: number, v: number) => Math.abs(u - v) <= SAME * Math.max(1, Math.abs(u), Math.abs(v));
  for (let i = 0; i < n; i++) if (agree(x[i], y[i])) assign(i, i, 1);
  for (let i = 0; i < n; i++) if (from[i] < 0 && agree(-x[i], y[i])) assign(i, i, -1);
  for (const s of [1, -1])
    for (let i = 0; i < n; i++) {
      if (from[i] >= 0) continue;
      const j = x.findIndex((value, k) => !taken[k] && agree(s * value, y[i]));
      if (j >= 0) assign(i, j, s);
    }
  return from.every((j) => j >= 0) ? { from, sign } : null;
}
