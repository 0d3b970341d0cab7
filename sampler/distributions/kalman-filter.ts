/** The Kalman filter of a linear Gaussian state space on numbers, and the mean of its states given all observations. */

/** Row-major; plain arrays, which cost less to make than typed ones where they are small. */
type Numbers = ArrayLike<number>;

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
  readonly mean: Numbers;
  readonly cov: Numbers;
  /** Mean and covariance of the state, given the same. */
  readonly before: Numbers;
  readonly p: Numbers;
  /** `p z' F^-1` and `F^-1 v`, 0 where missing. */
  readonly gain: Numbers;
  readonly u: Numbers;
}

/** The matrix of a time, where each has `size` numbers. */
export function matrixOf(all: Float64Array, size: number, t: number): Float64Array {
  return all.length === size ? all : all.subarray(t * size, (t + 1) * size);
}

function zeros(n: number): number[] {
  const all: number[] = [];
  for (let i = 0; i < n; i++) all.push(0);
  return all;
}

/** a[rows,inner] b[inner,columns]. */
export function product(
  a: Numbers,
  b: Numbers,
  [rows, inner, columns]: readonly [number, number, number],
): number[] {
  const c = zeros(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let l = 0; l < inner; l++) {
      const factor = a[i * inner + l];
      for (let j = 0; j < columns; j++) c[i * columns + j] += factor * b[l * columns + j];
    }
  return c;
}

export function transpose(a: Numbers, rows: number, columns: number): number[] {
  const c = zeros(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) c[j * rows + i] = a[i * columns + j];
  return c;
}

function symmetric(a: Numbers, n: number): number[] {
  const c = zeros(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) c[i * n + j] = 0.5 * (a[i * n + j] + a[j * n + i]);
  return c;
}

function plus(a: Numbers, b: Numbers): number[] {
  const c = zeros(a.length);
  for (let i = 0; i < a.length; i++) c[i] = a[i] + b[i];
  return c;
}

function hasNegative(a: Numbers, n: number): boolean {
  for (let i = 0; i < n; i++) if (a[i * n + i] < 0) return true;
  return false;
}

/** The inverse of the lower factor of the rows and columns of `cov` at these places; NaN where it has none. */
function inverseFactor(cov: Numbers, k: number, places: readonly number[]): number[] {
  const m = places.length;
  const factor = zeros(m * m);
  const inverse = zeros(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = cov[places[i] * k + places[j]];
      for (let l = 0; l < j; l++) rest -= factor[i * m + l] * factor[j * m + l];
      factor[i * m + j] = i > j ? rest / factor[j * m + j] : rest > 0 ? Math.sqrt(rest) : Number.NaN;
    }
    const d = factor[i * m + i];
    for (let j = 0; j < i; j++) {
      let rest = 0;
      for (let l = j; l < i; l++) rest += factor[i * m + l] * inverse[l * m + j];
      inverse[i * m + j] = -rest / d;
    }
    inverse[i * m + i] = 1 / d;
  }
  return inverse;
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
  let before: Numbers = system.m0;
  let p: Numbers = hasNegative(system.p0, n) ? zeros(n * n).fill(Number.NaN) : symmetric(system.p0, n);
  for (let t = 0; t < steps; t++) {
    const [z, h] = [matrixOf(system.z, k * n, t), matrixOf(system.h, k * k, t)];
    const pz = product(p, transpose(z, k, n), [n, n, k]);
    const own = hasNegative(h, k) ? zeros(k * k).fill(Number.NaN) : h;
    const cov = symmetric(plus(product(z, pz, [k, n, k]), own), k);
    const mean = product(z, before, [k, n, 1]);
    const places: number[] = [];
    for (let i = 0; i < k; i++) if (isKnown(t * k + i)) places.push(i);
    const kept = skips ? informative(cov, k, places) : places;
    const m = kept.length;
    const inverse = inverseFactor(cov, k, kept);
    let term = -0.9189385332046727 * m;
    const u = zeros(k);
    const weights = zeros(k * k);
    for (let i = 0; i < m; i++) {
      let half = 0;
      for (let j = 0; j <= i; j++) half += inverse[i * m + j] * (y[t * k + kept[j]] - mean[kept[j]]);
      term += Math.log(inverse[i * m + i]) - 0.5 * half * half;
      for (let j = 0; j <= i; j++) {
        u[kept[j]] += inverse[i * m + j] * half;
        for (let l = 0; l <= i; l++)
          weights[kept[j] * k + kept[l]] += inverse[i * m + j] * inverse[i * m + l];
      }
    }
    const gain = product(pz, weights, [n, k, k]);
    all.push({ term, mean, cov, before, p, gain, u });
    if (t === steps - 1) break;
    const after = plus(before, product(pz, u, [n, k, 1]));
    // Joseph's form.
    const rest = product(gain, z, [n, k, n]);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) rest[i * n + j] = (i === j ? 1 : 0) - rest[i * n + j];
    const noise = product(product(gain, own, [n, k, k]), transpose(gain, n, k), [n, k, n]);
    const updated = plus(product(product(rest, p, [n, n, n]), transpose(rest, n, n), [n, n, n]), noise);
    const [a, q] = [matrixOf(system.a, n * n, t), matrixOf(system.q, n * n, t)];
    before = product(a, after, [n, n, 1]);
    const moved = product(product(a, symmetric(updated, n), [n, n, n]), transpose(a, n, n), [n, n, n]);
    p = hasNegative(q, n) ? zeros(n * n).fill(Number.NaN) : symmetric(plus(moved, q), n);
  }
  return all;
}

/** Places whose variance, given the places before, is more than rounding. */
function informative(cov: Numbers, k: number, places: readonly number[]): readonly number[] {
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
  let later: Numbers = zeros(n);
  for (let t = steps - 1; t >= 0; t--) {
    const { before, p, gain, u } = filtered[t];
    const [z, h] = [matrixOf(system.z, k * n, t), matrixOf(system.h, k * k, t)];
    const surprise = product(transpose(gain, n, k), later, [k, n, 1]);
    for (let i = 0; i < k; i++) surprise[i] = u[i] - surprise[i];
    const r = plus(product(transpose(z, k, n), surprise, [n, k, 1]), later);
    const state = plus(before, product(p, r, [n, n, 1]));
    states.set(state, t * n);
    observations.set(plus(product(z, state, [k, n, 1]), product(h, surprise, [k, k, 1])), t * k);
    if (t > 0) later = product(transpose(matrixOf(system.a, n * n, t - 1), n, n), r, [n, n, 1]);
  }
  return { states, observations };
}
