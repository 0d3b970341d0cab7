/** The Kalman filter of a linear Gaussian state space on numbers, and the mean of its states given all observations. */
import { cholesky, solveLower } from './matrix.ts';

/** `a` and `q` lead from each time to the next. */
export interface StateSpace {
  /** Elements of a state and of an observation, and times. */
  readonly n: number;
  readonly k: number;
  readonly steps: number;
  /** One matrix, or one for each time, row-major. */
  readonly a: Float64Array;
  readonly q: Float64Array;
  readonly z: Float64Array;
  readonly h: Float64Array;
  /** Of the state at the first time. */
  readonly m0: Float64Array;
  readonly p0: Float64Array;
}

interface Filtered {
  /** Log density of what is observed, given what was observed before. */
  readonly term: number;
  /** Mean and covariance of the observations, also of missing ones, given the same. */
  readonly mean: Float64Array;
  readonly cov: Float64Array;
  /** Mean and covariance of the state, given the same. */
  readonly before: Float64Array;
  readonly p: Float64Array;
  /** `p z' F^-1` and `F^-1 v`, 0 where missing. */
  readonly gain: Float64Array;
  readonly u: Float64Array;
}

/** The matrix of a time, where each has `size` numbers. */
export function matrixOf(all: Float64Array, size: number, t: number): Float64Array {
  return all.length === size ? all : all.subarray(t * size, (t + 1) * size);
}

/** a[rows,inner] b[inner,columns]. */
export function product(
  a: Float64Array,
  b: Float64Array,
  [rows, inner, columns]: readonly [number, number, number],
): Float64Array {
  const c = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let l = 0; l < inner; l++)
      for (let j = 0; j < columns; j++) c[i * columns + j] += a[i * inner + l] * b[l * columns + j];
  return c;
}

export function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  return a.map((_, p) => a[(p % rows) * columns + Math.floor(p / rows)]);
}

function symmetric(a: Float64Array, n: number): Float64Array {
  return a.map((v, p) => 0.5 * (v + a[(p % n) * n + Math.floor(p / n)]));
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((v, i) => v + b[i]);
}

function hasNegative(a: Float64Array, n: number): boolean {
  return a.some((v, p) => p % (n + 1) === 0 && v < 0);
}

/** A variance below this part of what it was computed from is rounding: the observation says nothing new. */
const NOTHING_NEW = 1e-10;

/**
 * @param isKnown whether an observation, by its flat place, is not missing.
 * @param skips what earlier observations determine is left out, where otherwise the density is NaN.
 */
export function kalmanFilter(
  system: StateSpace,
  y: Float64Array,
  isKnown: (place: number) => boolean,
  skips = false,
): readonly Filtered[] {
  const { n, k, steps } = system;
  const all: Filtered[] = [];
  let before: Float64Array = system.m0;
  let p: Float64Array = hasNegative(system.p0, n) ? system.p0.map(() => Number.NaN) : symmetric(system.p0, n);
  for (let t = 0; t < steps; t++) {
    const [z, h] = [matrixOf(system.z, k * n, t), matrixOf(system.h, k * k, t)];
    const pz = product(p, transpose(z, k, n), [n, n, k]);
    const own = hasNegative(h, k) ? h.map(() => Number.NaN) : h;
    const cov = symmetric(plus(product(z, pz, [k, n, k]), own), k);
    const mean = product(z, before, [k, n, 1]);
    const places = Array.from({ length: k }, (_, i) => i).filter((i) => isKnown(t * k + i));
    const kept = skips ? informative(cov, k, places) : places;
    const m = kept.length;
    const factor = cholesky(
      Float64Array.from({ length: m * m }, (_, at) => cov[kept[Math.floor(at / m)] * k + kept[at % m]]),
      m,
    );
    const identity = Float64Array.from({ length: m * m }, (_, at) => (at % (m + 1) === 0 ? 1 : 0));
    const inverse = solveLower(factor, identity, m, m);
    const v = Float64Array.from(kept, (i) => y[t * k + i] - mean[i]);
    const half = product(inverse, v, [m, m, 1]);
    const weights = product(transpose(inverse, m, m), inverse, [m, m, m]);
    const some = product(transpose(inverse, m, m), half, [m, m, 1]);
    const u = new Float64Array(k);
    for (const [i, place] of kept.entries()) u[place] = some[i];
    const gain = new Float64Array(n * k);
    for (let s = 0; s < n; s++)
      for (const [j, place] of kept.entries())
        for (const [i, other] of kept.entries())
          gain[s * k + place] += pz[s * k + other] * weights[i * m + j];
    let term = -0.9189385332046727 * m;
    for (let i = 0; i < m; i++) term -= Math.log(factor[i * m + i]) + 0.5 * half[i] ** 2;
    all.push({ term, mean, cov, before, p, gain, u });
    if (t === steps - 1) break;
    const after = plus(before, product(pz, u, [n, k, 1]));
    // Joseph's form.
    const rest = product(gain, z, [n, k, n]).map((value, at) => (at % (n + 1) === 0 ? 1 : 0) - value);
    const noise = product(product(gain, own, [n, k, k]), transpose(gain, n, k), [n, k, n]);
    const updated = plus(product(product(rest, p, [n, n, n]), transpose(rest, n, n), [n, n, n]), noise);
    const [a, q] = [matrixOf(system.a, n * n, t), matrixOf(system.q, n * n, t)];
    before = product(a, after, [n, n, 1]);
    const moved = product(product(a, symmetric(updated, n), [n, n, n]), transpose(a, n, n), [n, n, n]);
    p = hasNegative(q, n) ? moved.map(() => Number.NaN) : symmetric(plus(moved, q), n);
  }
  return all;
}

/** Places whose variance, given the places before, is more than rounding. */
function informative(cov: Float64Array, k: number, places: readonly number[]): readonly number[] {
  const kept: { readonly place: number; readonly row: readonly number[] }[] = [];
  for (const place of places) {
    const row: number[] = [];
    for (const [i, one] of kept.entries()) {
      let rest = cov[place * k + one.place];
      for (let l = 0; l < i; l++) rest -= row[l] * one.row[l];
      row.push(rest / one.row[i]);
    }
    const variance = cov[place * k + place];
    const rest = variance - row.reduce((sum, v) => sum + v * v, 0);
    if (rest > NOTHING_NEW * variance || Number.isNaN(rest))
      kept.push({ place, row: [...row, Math.sqrt(rest)] });
  }
  return kept.map(({ place }) => place);
}

/**
 * Means of states and observations given all that is observed, one time after another; of observed ones themselves
 * they have no meaning (Durbin and Koopman 2012, sections 4.4 and 4.5).
 */
export function smoothedMeans(
  system: StateSpace,
  filtered: readonly Filtered[],
): { readonly states: Float64Array; readonly observations: Float64Array } {
  const { n, k, steps } = system;
  const states = new Float64Array(steps * n);
  const observations = new Float64Array(steps * k);
  /** What later observations say of the state after this one's, `A' r`. */
  let later: Float64Array = new Float64Array(n);
  for (let t = steps - 1; t >= 0; t--) {
    const { before, p, gain, u } = filtered[t];
    const [z, h] = [matrixOf(system.z, k * n, t), matrixOf(system.h, k * k, t)];
    const surprise = product(transpose(gain, n, k), later, [k, n, 1]).map((v, i) => u[i] - v);
    const r = plus(product(transpose(z, k, n), surprise, [n, k, 1]), later);
    const state = plus(before, product(p, r, [n, n, 1]));
    states.set(state, t * n);
    observations.set(plus(product(z, state, [k, n, 1]), product(h, surprise, [k, k, 1])), t * k);
    if (t > 0) later = product(transpose(matrixOf(system.a, n * n, t - 1), n, n), r, [n, n, 1]);
  }
  return { states, observations };
}
