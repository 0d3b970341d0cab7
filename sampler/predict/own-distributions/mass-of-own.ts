/** The total mass of a density at fixed arguments, and its cumulative distribution, by quadrature or summation. */
import { integrate } from '../../distributions/integrate.ts';
import type { DensityOfOwn } from './density-of-own.ts';

export interface Mass {
  readonly total: number;
  /** Values with a probability of their own, and integers of a discrete one, ascending. */
  readonly points: readonly { readonly x: number; readonly mass: number }[];
  /** Mass of the continuous part up to `x`. */
  upTo(x: number): number;
}

/** Integers that are summed at most. */
const MOST_INTEGERS = 200_000;
const CELLS = 2000;
/** Ends of the variable of integration; beyond them is less than 1e-17 of the support. */
const FAR = 40;

type Ends = ReturnType<DensityOfOwn['at']>;

/** @param draws where the mass roughly is; may be empty */
export function massOfOwn(density: DensityOfOwn, args: ArrayLike<number>, draws: readonly number[]): Mass {
  const ends = density.at(args);
  const massAt = (x: number): number => {
    const value = Math.exp(density.logDensity(x));
    return Number.isNaN(value) ? 0 : value;
  };
  return density.discrete ? sumOf(massAt, ends, draws) : integralOf(massAt, ends, draws);
}

function sumOf(massAt: (x: number) => number, { lower, upper }: Ends, draws: readonly number[]): Mass {
  const start = Number.isFinite(lower) ? Math.ceil(lower) : Number.isFinite(upper) ? Math.floor(upper) : 0;
  const step = Number.isFinite(lower) || !Number.isFinite(upper) ? 1 : -1;
  const furthest = draws.reduce((most, x) => Math.max(most, Math.abs(x - start)), 0);
  const points: { x: number; mass: number }[] = [];
  let total = 0;
  const add = (from: number, by: number): void => {
    for (let x = from, n = 0; x >= lower && x <= upper && n < MOST_INTEGERS; x += by, n++) {
      const mass = massAt(x);
      points.push({ x, mass });
      total += mass;
      if (n > furthest + 100 && mass * n < 1e-12) break;
    }
  };
  add(start, step);
  if (!Number.isFinite(lower) && !Number.isFinite(upper)) add(start - 1, -1);
  points.sort((a, b) => a.x - b.x);
  return { total, points, upTo: () => 0 };
}

function integralOf(massAt: (x: number) => number, ends: Ends, draws: readonly number[]): Mass {
  const points = [...new Set(ends.points)]
    .filter((x) => x >= ends.lower && x <= ends.upper)
    .map((x) => ({ x, mass: massAt(x) }))
    .sort((a, b) => a.x - b.x);
  const sorted = draws.filter((x) => !points.some((point) => point.x === x)).sort((a, b) => a - b);
  const map = mapOf(ends, sorted);
  const inU = (u: number): number => {
    const { x, slope } = map(u);
    // On a point of its own the density is a probability.
    const value = points.some((point) => point.x === x) ? 0 : massAt(x) * slope;
    return Number.isFinite(value) ? value : 0;
  };
  const cells = Array.from({ length: CELLS + 1 }, (_, i) => -FAR + (2 * FAR * i) / CELLS);
  const edges = cells.map((u) => map(u).x);
  const below = [0];
  for (let i = 0; i < CELLS; i++) below.push(below[i] + integrate(inU, cells[i], cells[i + 1], [], 1e-8));
  const continuous = below[CELLS];
  return {
    total: continuous + points.reduce((sum, { mass }) => sum + mass, 0),
    points,
    upTo(x) {
      let [low, high] = [0, CELLS];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (edges[middle] <= x) low = middle;
        else high = middle;
      }
      const width = edges[high] - edges[low];
      const share = width > 0 ? Math.min(1, Math.max(0, (x - edges[low]) / width)) : 0;
      return below[low] + share * (below[high] - below[low]);
    },
  };
}

/** The support as the image of -FAR..FAR, with most of the mass in the middle. */
function mapOf(
  { lower, upper }: Ends,
  sorted: readonly number[],
): (u: number) => { readonly x: number; readonly slope: number } {
  const quantile = (p: number, otherwise: number): number =>
    sorted.length === 0 ? otherwise : sorted[Math.floor(p * (sorted.length - 1))];
  if (Number.isFinite(lower) && Number.isFinite(upper)) {
    const width = upper - lower;
    return (u) => {
      const small = 1 / (1 + Math.exp(Math.abs(u)));
      return { x: u < 0 ? lower + width * small : upper - width * small, slope: width * small * (1 - small) };
    };
  }
  if (Number.isFinite(lower) || Number.isFinite(upper)) {
    const sign = Number.isFinite(lower) ? 1 : -1;
    const end = sign === 1 ? lower : upper;
    const scale = Math.abs(quantile(0.5, end + sign) - end) || 1;
    return (u) => {
      const gap = scale * Math.exp(sign * u);
      return { x: end + sign * gap, slope: gap };
    };
  }
  const centre = quantile(0.5, 0);
  const scale = Math.abs(quantile(0.75, 1) - quantile(0.25, 0)) || 1;
  return (u) => ({ x: centre + scale * Math.sinh(u), slope: scale * Math.cosh(u) });
}
