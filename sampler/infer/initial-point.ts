import type { Random } from '../random.ts';
import type { Density, State } from './density.ts';
import type { ValueFault } from './invalid-value.ts';

export type InitialPoint =
  | { readonly kind: 'found'; readonly attempts: number }
  /** Never finite. `position` is the last point tried, for naming the term at fault. */
  | {
      readonly kind: 'bad-start';
      readonly position: Float64Array;
      readonly logDensity: number;
      /** Coordinates whose gradient is not finite although the log density is; empty otherwise. */
      readonly badGradients: readonly number[];
      readonly attempts: number;
      /** The density is finite, but a value of the model is invalid. */
      readonly fault?: ValueFault;
    };

/** Where a chain, a path or an ascent starts. */
export interface StartSettings {
  /** The start is uniform on (−initRadius, initRadius) on the unconstrained scale… */
  readonly initRadius: number;
  /** …tried this often until the density is finite… */
  readonly initAttempts: number;
  /** …unless it is given here, length `dimension`. */
  readonly initialPosition: Float64Array | null;
}

export const defaultStart: StartSettings = { initRadius: 2, initAttempts: 100, initialPosition: null };

/** Looks at the values at a position: what is wrong with them, or null. */
export type LookAt = (position: Float64Array) => ValueFault | null;

/** Fills `state` with the position that is given, else with a jittered one. */
export function findStart(
  density: Density,
  state: State,
  random: Random,
  { initialPosition, initRadius, initAttempts }: StartSettings,
  look?: LookAt,
): InitialPoint {
  if (initialPosition === null) return jitteredStart(density, state, random, initRadius, initAttempts, look);
  state.position.set(initialPosition);
  return startAt(density, state, look);
}

/** Number of candidate points, and how many of the best the start is chosen from. */
const CANDIDATES = 16;
const BEST = 4;

/**
 * Fills `state` with a point of finite log density and gradient: each unconstrained coordinate uniform
 * on (−radius, radius), tried at most `attempts` times; a point with a value at fault is none. Of up to 16 such points one of the four of highest
 * density is taken at random: starts stay apart, but none lies where the density is absurdly low (an
 * explosive recurrence, say), from where a chain may not come back.
 */
function jitteredStart(
  density: Density,
  state: State,
  random: Random,
  radius: number,
  attempts: number,
  look?: LookAt,
): InitialPoint {
  const found: { readonly position: Float64Array; readonly logDensity: number }[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    for (let i = 0; i < density.dimension; i++) {
      state.position[i] = radius * (2 * random.next() - 1);
    }
    const point = startAt(density, state, look);
    if (point.kind === 'found')
      found.push({ position: state.position.slice(), logDensity: state.logDensity });
    else if (attempt === attempts && found.length === 0) return { ...point, attempts };
    if (found.length === CANDIDATES || attempt === attempts) {
      found.sort((a, b) => b.logDensity - a.logDensity);
      const chosen = found[Math.floor(random.next() * Math.min(BEST, found.length))];
      state.position.set(chosen.position);
      density.evaluate(state);
      return { kind: 'found', attempts: attempt + 1 };
    }
  }
  return { ...startAt(density, state, look), attempts: 1 };
}

/** Evaluates the position in `state`; whether a chain can start there. */
function startAt(density: Density, state: State, look?: LookAt): InitialPoint {
  density.evaluate(state);
  const badGradients: number[] = [];
  for (let i = 0; i < density.dimension; i++) {
    if (!Number.isFinite(state.gradient[i])) badGradients.push(i);
  }
  const hasDensity = Number.isFinite(state.logDensity);
  const fault = hasDensity && badGradients.length === 0 ? (look?.(state.position) ?? null) : null;
  if (hasDensity && badGradients.length === 0 && fault === null) return { kind: 'found', attempts: 1 };
  return {
    kind: 'bad-start',
    position: state.position.slice(),
    logDensity: state.logDensity,
    badGradients: hasDensity ? badGradients : [],
    attempts: 1,
    ...(fault === null ? {} : { fault }),
  };
}
