/**
 * The cumulative Jensen–Shannon distance between draws and the same draws with weights (Nguyen and Vreeken 2015;
 * Kallioinen, Paananen, Bürkner and Vehtari 2023): the divergence of the two distribution functions, divided by its
 * upper bound, as a square root. Between 0 and 1, whatever the scale of the draws.
 */
import { mathLibrary } from '../math/instance.ts';
import { sortedOrder } from './argsort.ts';

const { log } = mathLibrary();

/**
 * The larger of the distances of the draws and of their negatives, since distribution functions are not symmetric.
 * NaN where all draws are equal.
 * @param order the draws from the smallest to the largest. @param weights sum to 1
 */
export function weightedDistance(draws: Float64Array, order: Uint32Array, weights: Float64Array): number {
  return distanceOf(draws, order, new Float64Array(draws.length).fill(1 / draws.length), weights);
}

/** Between draws of equal weight and others, whose weights sum to 1. */
export function distanceToOthers(draws: Float64Array, others: Float64Array, weights: Float64Array): number {
  const n = draws.length;
  const values = new Float64Array(n + others.length);
  values.set(draws);
  values.set(others, n);
  const own = new Float64Array(values.length).fill(1 / n, 0, n);
  const moved = new Float64Array(values.length);
  moved.set(weights, n);
  return distanceOf(values, sortedOrder(values), own, moved);
}

function distanceOf(
  draws: Float64Array,
  order: Uint32Array,
  own: Float64Array,
  weights: Float64Array,
): number {
  const n = draws.length;
  let [below, p, q] = [new Sums(), 0, 0];
  for (let i = 0; i + 1 < n; i++) {
    p += own[order[i]];
    q += weights[order[i]];
    below.add(draws[order[i + 1]] - draws[order[i]], p, q);
  }
  const forward = below.distance();
  [below, p, q] = [new Sums(), 0, 0];
  for (let i = n - 1; i > 0; i--) {
    p += own[order[i]];
    q += weights[order[i]];
    below.add(draws[order[i]] - draws[order[i - 1]], p, q);
  }
  return Math.max(forward, below.distance());
}

/** The integrals over the range of the draws. */
class Sums {
  private p = 0;
  private q = 0;
  private divergence = 0;

  add(width: number, p: number, q: number): void {
    if (width === 0) return;
    const middle = (p + q) / 2;
    this.p += width * p;
    this.q += width * q;
    this.divergence += width * (entropy(p, middle) + entropy(q, middle));
  }

  /** The terms ± (∫q − ∫p) / 2 of the two directions cancel in their sum. */
  distance(): number {
    return Math.sqrt(Math.max(0, this.divergence / Math.LN2) / (this.p + this.q));
  }
}

function entropy(p: number, middle: number): number {
  return p > 0 ? p * log(p / middle) : 0;
}
