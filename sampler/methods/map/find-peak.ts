/**
 * One climb to a peak of a log density: L-BFGS, then Newton's method with differences of the gradient. At a peak
 * Newton's steps shrink to zero. In an endless tail they do not (where the density decays as exp(−x) each has
 * length 1, however small the gradient): this tells a peak from a gradient that is merely small.
 */
import { isFlat, negativeHessian } from '../../infer/curvature.ts';
import {
  type Cholesky,
  cholesky,
  solveLower,
  solveLowerTransposed,
} from '../../infer/dense-linear-algebra.ts';
import type { Density, State } from '../../infer/density.ts';
import { climb, defaultLbfgsSettings, type LbfgsEnd } from '../../infer/optimise/lbfgs.ts';

export interface Climb {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** `curvature` is the Cholesky factor of the negative Hessian at a peak. */
  readonly end:
    | { readonly kind: 'peak'; readonly curvature: Cholesky }
    /** The density rises or stays level without bound; `along` are the coordinates that diverge. */
    | { readonly kind: 'endless'; readonly along: readonly number[] }
    | { readonly kind: 'max-iterations' }
    | { readonly kind: 'stopped' };
  readonly gradients: number;
}

/** Newton's steps that are not damped, and steps in all, at most. */
const NEWTON_STEPS = 12;
const DAMPED_STEPS = 100;
/** Size of a Newton step (relative to coordinates above 1) at most at a peak, and at which the iteration stops. */
const SHRUNK = 1e-4;
const REACHED = 1e-10;
/** An unfinished climb farther than this from its start, on the unconstrained scale, counts as endless. */
const FAR = 20;

/** Climbs from the point in `state`, which must be evaluated and finite. */
export function findPeak(
  density: Density,
  state: State,
  maxIterations: number,
  shouldStop: () => boolean,
): Climb {
  const start = state.position.slice();
  const climbed = climb(density, state, { ...defaultLbfgsSettings, maxIterations }, () => !shouldStop());
  const { end, last } = climbed;
  const newton = end === 'stopped' ? null : newtonsMethod(density, state, last.position, shouldStop);
  const position = newton?.position ?? last.position;
  const logDensity = newton?.logDensity ?? last.logDensity;
  const gradients = climbed.gradients + (newton?.gradients ?? 0);
  return { position, logDensity, end: verdictOn(end, newton, start), gradients };
}

function verdictOn(end: LbfgsEnd, newton: Newton | null, start: Float64Array): Climb['end'] {
  if (newton === null || newton.stopped) return { kind: 'stopped' };
  const { position, curvature, step } = newton;
  const sizes = step?.map((x, i) => Math.abs(x) / Math.max(1, Math.abs(position[i])));
  if (curvature !== null && sizes?.every((size) => size <= SHRUNK)) return { kind: 'peak', curvature };
  const travelled = position.map((x, i) => Math.abs(x - start[i]));
  const farthest = travelled.reduce((most, x) => Math.max(most, x), 0);
  if (end === 'max-iterations' && farthest < FAR) return { kind: 'max-iterations' };
  const along = [...travelled.keys()].filter((i) =>
    sizes === undefined ? travelled[i] >= 0.5 * farthest : sizes[i] > SHRUNK,
  );
  return { kind: 'endless', along };
}

interface Newton {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** Null where the density does not curve downwards in every direction. */
  readonly curvature: Cholesky | null;
  /** The step that would come next. */
  readonly step: Float64Array | null;
  readonly stopped: boolean;
  readonly gradients: number;
}

/**
 * Newton’s method up the log density, each step halved until it does not fall. Where the density does not curve
 * downwards in every direction the steps are damped (Levenberg 1944, Marquardt 1963): they follow the gradient, in the
 * scale of each coordinate’s own curvature, which leads down the neck of a funnel where L-BFGS is slow.
 */
function newtonsMethod(
  density: Density,
  state: State,
  from: Float64Array,
  shouldStop: () => boolean,
): Newton {
  const n = density.dimension;
  const position = from.slice();
  let gradients = 0;
  const at = (point: Float64Array): number => {
    state.position.set(point);
    density.evaluate(state);
    gradients += 1;
    return Number.isFinite(state.logDensity) ? state.logDensity : Number.NEGATIVE_INFINITY;
  };
  let curved = 0;
  for (let k = 0; ; k++) {
    const hessian = negativeHessian(density, state, position);
    gradients += 2 * n;
    const logDensity = at(position);
    const gradient = state.gradient.slice();
    const root = cholesky(hessian, n);
    const curvature = root === null || isFlat(hessian, root) ? null : root;
    const step = curvature === null ? null : solved(curvature, gradient);
    curved = step === null ? 0 : curved + 1;
    const found = { position, logDensity, curvature, step };
    const isLast = step?.every((x, i) => Math.abs(x) <= REACHED * Math.max(1, Math.abs(position[i])));
    const isFar = step === null && distance(position, from) > FAR;
    const stopped = shouldStop();
    if (isLast || isFar || curved > NEWTON_STEPS || k === DAMPED_STEPS || stopped)
      return { ...found, stopped, gradients };
    const next =
      step === null
        ? dampedStep(at, position, hessian, gradient, logDensity)
        : stepUp(at, position, step, logDensity);
    if (next === null) return { ...found, stopped, gradients };
    position.set(next);
  }
}

/** H⁻¹ g. */
function solved(root: Cholesky, gradient: Float64Array): Float64Array {
  const step = gradient.slice();
  solveLower(root, step);
  solveLowerTransposed(root, step);
  return step;
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

/** The point after a step that loses no density beyond rounding; null where even a short one does. */
function stepUp(
  at: (point: Float64Array) => number,
  position: Float64Array,
  step: Float64Array,
  logDensity: number,
): Float64Array | null {
  const rounding = 1e-12 * Math.max(1, Math.abs(logDensity));
  for (let share = 1; share > 1e-3; share /= 2) {
    const next = position.map((x, i) => x + share * step[i]);
    if (at(next) >= logDensity - rounding) return next;
  }
  return null;
}

/** The point after the longest damped step that increases the density; null if none does. */
function dampedStep(
  at: (point: Float64Array) => number,
  position: Float64Array,
  hessian: Float64Array,
  gradient: Float64Array,
  logDensity: number,
): Float64Array | null {
  const n = position.length;
  const gain = 1e-10 * Math.max(1, Math.abs(logDensity));
  for (let damping = 1e-3; damping < 1e12; damping *= 10) {
    const damped = hessian.slice();
    for (let i = 0; i < n; i++) damped[i * n + i] += damping * Math.max(1, Math.abs(hessian[i * n + i]));
    const root = cholesky(damped, n);
    if (root === null) continue;
    const step = solved(root, gradient);
    const next = position.map((x, i) => x + step[i]);
    if (at(next) > logDensity + gain) return next;
  }
  return null;
}
