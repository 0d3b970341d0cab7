/** Modes of a density: ascents to a summit, mass by Laplace's approximation, and whether two are the same. */
import { isFlat, negativeHessian } from '../infer/curvature.ts';
import { type Cholesky, cholesky, logDeterminant } from '../infer/dense-linear-algebra.ts';
import type { Density, State } from '../infer/density.ts';
import { HALF_LOG_TWO_PI } from '../infer/gaussian.ts';
import { climb, defaultLbfgsSettings } from '../infer/optimise/lbfgs.ts';

export interface Mode {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** Cholesky factor of the negative Hessian. */
  readonly root: Cholesky;
  /** By Laplace's approximation. */
  readonly logMass: number;
}

export type Summit = Pick<Mode, 'position' | 'logDensity'>;

/** Steps of an ascent, at most. */
const MOST = 150;
/** An ascent stops at this gradient, in log density per standard deviation… */
const NEARLY_LEVEL = 1e-3;
/** …and has reached no summit where it is larger than this. */
const LEVEL = 1e-2;
/** Summits closer than this, in standard deviations, are one. */
const SAME = 0.05;
/** …and of heights that differ by no more. */
const SAME_HEIGHT = 0.01;
/** A dip of the log density between two points that makes them two modes. */
const DIP = 1;

/** The top of the ascent from a point; null where there is none: no density, or an ascent without end. */
export function ascend(density: Density, state: State, from: Float64Array): Summit | null {
  state.position.set(from);
  density.evaluate(state);
  if (!Number.isFinite(state.logDensity) || !state.gradient.every(Number.isFinite)) return null;
  const settings = { ...defaultLbfgsSettings, maxIterations: MOST, gradientTolerance: NEARLY_LEVEL };
  const { last } = climb(density, state, settings, () => true);
  let steepest = 0;
  for (let i = 0; i < last.gradient.length; i++) steepest = Math.max(steepest, Math.abs(last.gradient[i]));
  // A plateau passes too; `modeAt` rejects it by its curvature.
  return steepest <= LEVEL ? last : null;
}

/** Null where the negative Hessian is not positive definite: no mode, or one without a Laplace approximation. */
export function modeAt(density: Density, state: State, { position, logDensity }: Summit): Mode | null {
  const n = density.dimension;
  const hessian = negativeHessian(density, state, position);
  const root = cholesky(hessian, n);
  if (root === null || isFlat(hessian, root)) return null;
  const logMass = logDensity + n * HALF_LOG_TWO_PI - logDeterminant(root);
  return Number.isFinite(logMass) ? { position, logDensity, root, logMass } : null;
}

export function isSameSummit(a: Summit, b: Summit): boolean {
  return (
    Math.abs(a.logDensity - b.logDensity) < SAME_HEIGHT &&
    a.position.every((x, i) => Math.abs(x - b.position[i]) < SAME)
  );
}

/** Distance from a mode in its own standard deviations, squared: a chi-square draw for draws of a Gaussian mode. */
export function squaredDistance({ position, root }: Mode, point: Float64Array): number {
  const { n, factor } = root;
  let sum = 0;
  // |L' d|²
  for (let j = 0; j < n; j++) {
    let entry = 0;
    for (let i = j; i < n; i++) entry += factor[i * n + j] * (point[i] - position[i]);
    sum += entry * entry;
  }
  return sum;
}

/** Whether the density dips between two summits; where it does not, they belong to one mode. */
export function isDipBetween(density: Density, state: State, a: Summit, b: Summit): boolean {
  const low = Math.min(a.logDensity, b.logDensity) - DIP;
  for (let k = 1; k < 16; k++) {
    for (let i = 0; i < density.dimension; i++)
      state.position[i] = a.position[i] + (k / 16) * (b.position[i] - a.position[i]);
    density.evaluate(state);
    if (!(state.logDensity >= low)) return true;
  }
  return false;
}

/** Also true where close in the mode's own standard deviations: along a ridge an ascent stops early. */
export function isSameMode(mode: Mode, other: Summit): boolean {
  return isSameSummit(mode, other) || squaredDistance(mode, other.position) < 0.25;
}
