import type { Random } from '../random.ts';
import { settleStart } from './chain-start.ts';
import type { Density, State } from './density.ts';
import type { ValueFault } from './invalid-value.ts';

export type InitialPoint =
  /** `attempts`: evaluations of the density, including those along the path. */
  | { readonly kind: 'found'; readonly attempts: number }
  /** No finite point. `position` is the last one tried, for naming the failing term. */
  | {
      readonly kind: 'bad-start';
      readonly position: Float64Array;
      readonly logDensity: number;
      /** Coordinates whose gradient is not finite although the log density is; empty otherwise. */
      readonly badGradients: readonly number[];
      readonly attempts: number;
      /** Draws from the priors that were tried besides, all without a finite density. */
      readonly priorDraws?: number;
      /** The density is finite, but a value of the model is invalid. */
      readonly fault?: ValueFault;
    };

/** How to choose the start of a chain, a path or an ascent. */
export interface StartSettings {
  /** The start is uniform on (−initRadius, initRadius) on the unconstrained scale… */
  readonly initRadius: number;
  /** …tried this often until the density is finite… */
  readonly initAttempts: number;
  /** …the first point less often, where there is another way to start… */
  readonly firstAttempts?: number;
  /** …chosen among the best of this many such points; the first if it is 1… */
  readonly candidates: number;
  /** …moved up its own path, and rejected if that ends in a mode without mass… */
  readonly followsPath: boolean;
  /** …or the first of these that has a density, such as draws from the priors; NaN is jittered… */
  readonly among?: readonly Float64Array[];
  /** …unless it is given here, length `dimension`. */
  readonly initialPosition: Float64Array | null;
}

/** For a single ascent or path, for which only a good point matters. */
export const defaultStart: StartSettings = {
  initRadius: 2,
  initAttempts: 100,
  candidates: 16,
  followsPath: false,
  initialPosition: null,
};

/** For a chain, whose starts must stay dispersed. */
export const chainStart: StartSettings = { ...defaultStart, candidates: 1, followsPath: true };

/** Checks the model's values at a position; returns the invalid value, or null. */
export type FindFault = (position: Float64Array) => ValueFault | null;

/** Fills `state` with the given position, else with a jittered one. */
export function findStart(
  density: Density,
  state: State,
  random: Random,
  settings: StartSettings,
  look?: FindFault,
  shouldStop: () => boolean = () => false,
): InitialPoint {
  if (settings.initialPosition !== null) {
    state.position.set(settings.initialPosition);
    return startAt(density, state, look);
  }
  const find = startFinder(density, state, random, settings, look);
  const start = find(settings.firstAttempts);
  if (start.kind === 'bad-start' || !settings.followsPath) return start;
  const origin = state.position.slice();
  const next = () => {
    const other = find();
    return other.kind === 'found' ? other.attempts : null;
  };
  const { position, evaluations } = settleStart(density, state, next, shouldStop);
  let attempts = start.attempts + evaluations + 1;
  state.position.set(position);
  if (startAt(density, state, look).kind === 'bad-start') {
    state.position.set(origin);
    density.evaluate(state);
    attempts += 1;
  }
  return { kind: 'found', attempts };
}

/** Fills `state` with another point at each call: a jittered one, or the next of those that were given. */
function startFinder(
  density: Density,
  state: State,
  random: Random,
  settings: StartSettings,
  look?: FindFault,
): (initAttempts?: number) => InitialPoint {
  const { among, initRadius } = settings;
  if (among === undefined)
    return (initAttempts = settings.initAttempts) =>
      jitteredStart(density, state, random, { ...settings, initAttempts }, look);
  const left = [...among];
  return () => {
    let attempts = 0;
    for (;;) {
      const position = left.shift();
      if (position !== undefined)
        for (let i = 0; i < density.dimension; i++)
          state.position[i] = Number.isNaN(position[i]) ? initRadius * (2 * random.next() - 1) : position[i];
      attempts++;
      const point = startAt(density, state, look);
      if (point.kind === 'found' || left.length === 0) return { ...point, attempts };
    }
  };
}

/** Number of best candidates that the start is chosen from. */
const BEST = 4;

/**
 * Fills `state` with a point of finite log density and gradient: each unconstrained coordinate uniform
 * on (−radius, radius), tried at most `attempts` times; points with an invalid value do not count. Of several
 * candidates one of the four of highest density is taken at random.
 */
function jitteredStart(
  density: Density,
  state: State,
  random: Random,
  { initRadius, initAttempts, candidates }: StartSettings,
  look?: FindFault,
): InitialPoint {
  const found: { readonly position: Float64Array; readonly logDensity: number }[] = [];
  for (let attempt = 1; attempt <= initAttempts; attempt++) {
    for (let i = 0; i < density.dimension; i++) {
      state.position[i] = initRadius * (2 * random.next() - 1);
    }
    const point = startAt(density, state, look);
    if (point.kind === 'found') {
      if (candidates === 1) return { kind: 'found', attempts: attempt };
      found.push({ position: state.position.slice(), logDensity: state.logDensity });
    } else if (attempt === initAttempts && found.length === 0) return { ...point, attempts: attempt };
    if (found.length === candidates || attempt === initAttempts) {
      found.sort((a, b) => b.logDensity - a.logDensity);
      const chosen = found[Math.floor(random.next() * Math.min(BEST, found.length))];
      state.position.set(chosen.position);
      density.evaluate(state);
      return { kind: 'found', attempts: attempt + 1 };
    }
  }
  return { ...startAt(density, state, look), attempts: 1 };
}

/** Evaluates the position in `state` and checks whether a chain can start there. */
function startAt(density: Density, state: State, look?: FindFault): InitialPoint {
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
