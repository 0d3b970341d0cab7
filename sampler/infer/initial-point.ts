import type { Random } from '../random.ts';
import type { Density, State } from './density.ts';

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
    };

/**
 * Fills `state` with a point of finite log density and gradient: each unconstrained coordinate uniform
 * on (−radius, radius), tried at most `attempts` times.
 */
export function jitteredStart(
  density: Density,
  state: State,
  random: Random,
  radius: number,
  attempts: number,
): InitialPoint {
  for (let attempt = 1; ; attempt++) {
    for (let i = 0; i < density.dimension; i++) {
      state.position[i] = radius * (2 * random.next() - 1);
    }
    const point = startAt(density, state);
    if (point.kind === 'found') return { kind: 'found', attempts: attempt };
    if (attempt >= attempts) return { ...point, attempts: attempt };
  }
}

/** Evaluates the position already in `state` and says whether a chain can start there. */
export function startAt(density: Density, state: State): InitialPoint {
  density.evaluate(state);
  const badGradients: number[] = [];
  for (let i = 0; i < density.dimension; i++) {
    if (!Number.isFinite(state.gradient[i])) badGradients.push(i);
  }
  if (Number.isFinite(state.logDensity) && badGradients.length === 0) return { kind: 'found', attempts: 1 };
  return {
    kind: 'bad-start',
    position: state.position.slice(),
    logDensity: state.logDensity,
    badGradients: Number.isFinite(state.logDensity) ? badGradients : [],
    attempts: 1,
  };
}
