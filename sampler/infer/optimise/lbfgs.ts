/**
 * Limited-memory BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.4) maximising a log density, one iterate
 * at a time, as used by Pathfinder and Laplace.
 */

import { dot } from '../dense-linear-algebra.ts';
import type { Density, State } from '../density.ts';
import { type LinePoint, lineSearch } from './line-search.ts';

export interface LbfgsSettings {
  /** Pairs of steps and gradient changes kept. */
  readonly history: number;
  readonly maxIterations: number;
  /** Converged where the relative change of the log density is below this … */
  readonly relativeTolerance: number;
  /** … or the largest entry of the gradient. */
  readonly gradientTolerance: number;
}

export const defaultLbfgsSettings: LbfgsSettings = {
  history: 6,
  maxIterations: 1000,
  relativeTolerance: 1e-13,
  gradientTolerance: 1e-8,
};

export interface Iterate {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly logDensity: number;
}

/** One step s and the change of gradient y of the negative log density along it. */
export interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

export type LbfgsEnd = 'converged' | 'max-iterations' | 'stalled' | 'stopped';

interface LbfgsResult {
  readonly last: Iterate;
  readonly end: LbfgsEnd;
  readonly gradients: number;
}

/**
 * Climbs from the point in `state`, which must be evaluated and finite. `visit` is called with the start and each
 * iterate after it; returning false stops the climb.
 */
export function climb(
  density: Density,
  state: State,
  settings: LbfgsSettings,
  visit: (iterate: Iterate) => boolean,
): LbfgsResult {
  const n = density.dimension;
  let gradients = 0;
  let current = snapshot(state);
  const pairs: CurvedPair[] = [];
  if (!visit(current)) return { last: current, end: 'stopped', gradients };
  for (let iteration = 0; iteration < settings.maxIterations; iteration++) {
    if (largest(current.gradient) <= settings.gradientTolerance) {
      return { last: current, end: 'converged', gradients };
    }
    let direction = ascentDirection(current.gradient, pairs);
    let slope = dot(direction, current.gradient);
    if (!(slope > 0)) {
      pairs.length = 0;
      direction = current.gradient.slice();
      slope = dot(direction, direction);
    }
    if (slope === Number.POSITIVE_INFINITY) {
      // So steep that squares overflow: only the direction matters.
      const scale = largest(current.gradient);
      pairs.length = 0;
      direction = current.gradient.map((g) => g / scale);
      slope = dot(direction, current.gradient);
    }
    const origin: LinePoint = { step: 0, value: current.logDensity, slope };
    let evaluated = 0;
    const along = (step: number): LinePoint => {
      evaluated = step;
      for (let i = 0; i < n; i++) state.position[i] = current.position[i] + step * direction[i];
      density.evaluate(state);
      gradients += 1;
      const value = Number.isNaN(state.logDensity) ? Number.NEGATIVE_INFINITY : state.logDensity;
      return { step, value, slope: dot(direction, state.gradient) };
    };
    // Without curvature the length of the gradient has no scale: move by about one unit.
    const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(direction, direction)));
    const found = lineSearch(along, origin, first);
    if (found === null) {
      if (pairs.length === 0) return { last: current, end: 'stalled', gradients };
      pairs.length = 0;
      continue;
    }
    // The last trial of the search may not be the chosen one.
    if (evaluated !== found.step) along(found.step);
    const next = snapshot(state);
    remember(pairs, current, next, settings.history);
    const change = (next.logDensity - current.logDensity) / Math.max(1, Math.abs(next.logDensity));
    current = next;
    if (!visit(current)) return { last: current, end: 'stopped', gradients };
    if (change <= settings.relativeTolerance) return { last: current, end: 'converged', gradients };
  }
  return { last: current, end: 'max-iterations', gradients };
}

/** Whether a pair has the curvature that keeps an inverse Hessian positive definite (Pathfinder, algorithm 3). */
export function hasCurvature({ s, y }: Pair): boolean {
  return isCurved(dot(s, y), dot(y, y));
}

function isCurved(sy: number, yy: number): boolean {
  return sy > 1e-12 * yy;
}

export function pairBetween(from: Iterate, to: Iterate): Pair {
  const n = to.position.length;
  const s = new Float64Array(n);
  const y = new Float64Array(n);
  // A loop: the methods of typed arrays cost more than the arithmetic, and a search climbs hundreds of times.
  for (let i = 0; i < n; i++) {
    s[i] = to.position[i] - from.position[i];
    y[i] = from.gradient[i] - to.gradient[i];
  }
  return { s, y };
}

/** A pair with its products s·y and y·y, which every later direction needs. */
interface CurvedPair extends Pair {
  readonly sy: number;
  readonly yy: number;
}

function remember(pairs: CurvedPair[], from: Iterate, to: Iterate, history: number): void {
  const pair = pairBetween(from, to);
  const sy = dot(pair.s, pair.y);
  const yy = dot(pair.y, pair.y);
  if (!isCurved(sy, yy)) return;
  pairs.push({ ...pair, sy, yy });
  if (pairs.length > history) pairs.shift();
}

/** H ∇ by the two-loop recursion. */
function ascentDirection(gradient: Float64Array, pairs: readonly CurvedPair[]): Float64Array {
  const n = gradient.length;
  const direction = gradient.slice();
  const shares = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, sy } = pairs[k];
    const share = dot(s, direction) / sy;
    shares[k] = share;
    for (let i = 0; i < n; i++) direction[i] -= share * y[i];
  }
  if (pairs.length > 0) {
    const { sy, yy } = pairs[pairs.length - 1];
    const scale = sy / yy;
    for (let i = 0; i < n; i++) direction[i] *= scale;
  }
  for (let k = 0; k < pairs.length; k++) {
    const { s, y, sy } = pairs[k];
    const share = shares[k] - dot(y, direction) / sy;
    for (let i = 0; i < n; i++) direction[i] += share * s[i];
  }
  return direction;
}

function snapshot(state: State): Iterate {
  return {
    position: state.position.slice(),
    gradient: state.gradient.slice(),
    logDensity: state.logDensity,
  };
}

function largest(values: Float64Array): number {
  let high = 0;
  // `Math.max`, so that a NaN is not passed over.
  for (let i = 0; i < values.length; i++) high = Math.max(high, Math.abs(values[i]));
  return high;
}
