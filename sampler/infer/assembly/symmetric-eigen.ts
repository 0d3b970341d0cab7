// Eigenvalues and eigenvectors of a symmetric matrix: Householder's tridiagonal form, then implicit QL (Golub and
// Van Loan, sections 8.3.1 and 8.3.3). Only + − × ÷ and square roots, so the result is the same on every machine.
import { add, get, n, pair, row, set, setPair, vector } from './memory';

const MOST_ROUNDS = 60;
/** Beside entries of at most this are nothing, and the square of this is no denormal number. */
const NOTHING = 1e-140;
const EPSILON = 2.220446049250313e-16;

let diagonal: usize = 0;
/** Its entry k stands between k and k + 1. */
let beside: usize = 0;
let weights: usize = 0;
let p: usize = 0;

/**
 * Overwrites `a`, whose entries lie within ±1. Eigenvalues into `values`, ascending; eigenvectors into the rows of
 * `vectors` in their order; `rotation` is room. False where the iteration does not settle.
 */
export function eigen(a: usize, rotation: usize, vectors: usize, values: usize): bool {
  diagonal = vector(0);
  beside = vector(1);
  weights = vector(2);
  p = vector(3);
  tridiagonal(a, rotation);
  if (!diagonalise(rotation)) return false;
  // By insertion: where each goes.
  for (let k = 0; k < n; k++) {
    const value = get(diagonal, k);
    let j = k;
    for (; j > 0 && get(values, j - 1) > value; j--) {
      set(values, j, get(values, j - 1));
      set(p, j, get(p, j - 1));
    }
    set(values, j, value);
    set(p, j, <f64>k);
  }
  for (let k = 0; k < n; k++) memory.copy(row(vectors, k), row(rotation, <i32>get(p, k)), <usize>n << 3);
  return true;
}

/** The products of rows i and the next three of `m` with `x` over [from, n). */
let first: f64 = 0, second: f64 = 0, third: f64 = 0, fourth: f64 = 0;
function fourProducts(m: usize, i: i32, x: usize, from: i32): void {
  const r0 = row(m, i), r1 = row(m, i + 1), r2 = row(m, i + 2), r3 = row(m, i + 3);
  let s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
  for (let j = from; j < n; j++) {
    const value = get(x, j);
    s0 += get(r0, j) * value;
    s1 += get(r1, j) * value;
    s2 += get(r2, j) * value;
    s3 += get(r3, j) * value;
  }
  first = s0;
  second = s1;
  third = s2;
  fourth = s3;
}

export function product(x: usize, y: usize, from: i32): f64 {
  let sum = 0.0;
  for (let j = from; j < n; j++) sum += get(x, j) * get(y, j);
  return sum;
}

/** u' A u. */
export function quadraticForm(a: usize, u: usize): f64 {
  let sum = 0.0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    fourProducts(a, i, u, 0);
    sum += get(u, i) * first;
    sum += get(u, i + 1) * second;
    sum += get(u, i + 2) * third;
    sum += get(u, i + 3) * fourth;
  }
  for (; i < n; i++) sum += get(u, i) * product(row(a, i), u, 0);
  return sum;
}

/** The reflection vectors come to stand in the rows of `a`, right of the diagonal. */
function tridiagonal(a: usize, rotation: usize): void {
  memory.fill(beside, 0, <usize>n << 3);
  memory.fill(weights, 0, <usize>n << 3);
  for (let k = 0; k < n - 2; k++) {
    const own = row(a, k);
    set(diagonal, k, get(own, k));
    const rest = product(own, own, k + 2);
    const head = get(own, k + 1);
    if (rest < NOTHING * NOTHING) {
      set(beside, k, head);
      continue;
    }
    const size = sqrt(head * head + rest);
    const image = head > 0 ? -size : size;
    const weight = 1.0 / (size * size + abs(head) * size);
    set(beside, k, image);
    set(weights, k, weight);
    set(own, k + 1, head - image);
    // The part right of and below the pivot loses v w' + w v'.
    let i = k + 1;
    for (; i + 3 < n; i += 4) {
      fourProducts(a, i, own, k + 1);
      set(p, i, weight * first);
      set(p, i + 1, weight * second);
      set(p, i + 2, weight * third);
      set(p, i + 3, weight * fourth);
    }
    for (; i < n; i++) set(p, i, weight * product(row(a, i), own, k + 1));
    const along = product(p, own, k + 1);
    for (i = k + 1; i < n; i++) set(p, i, get(p, i) - 0.5 * weight * along * get(own, i));
    for (i = k + 1; i < n; i++) {
      const target = row(a, i);
      const v = get(own, i), w = get(p, i);
      const vs = f64x2.splat(v), ws = f64x2.splat(w);
      let j = k + 1;
      for (; j + 1 < n; j += 2) {
        const loss = f64x2.add(f64x2.mul(vs, pair(p, j)), f64x2.mul(ws, pair(own, j)));
        setPair(target, j, f64x2.sub(pair(target, j), loss));
      }
      for (; j < n; j++) set(target, j, get(target, j) - (v * get(p, j) + w * get(own, j)));
    }
  }
  for (let k = max(0, n - 2); k < n; k++) set(diagonal, k, get(row(a, k), k));
  if (n > 1) set(beside, n - 2, get(row(a, n - 2), n - 1));

  memory.fill(rotation, 0, <usize>(n * n) << 3);
  for (let i = 0; i < n; i++) set(row(rotation, i), i, 1);
  for (let k = n - 3; k >= 0; k--) {
    const weight = get(weights, k);
    if (weight == 0) continue;
    const own = row(a, k);
    let i = k + 1;
    for (; i + 3 < n; i += 4) {
      fourProducts(rotation, i, own, k + 1);
      add(own, -(weight * first), row(rotation, i), k + 1, n);
      add(own, -(weight * second), row(rotation, i + 1), k + 1, n);
      add(own, -(weight * third), row(rotation, i + 2), k + 1, n);
      add(own, -(weight * fourth), row(rotation, i + 3), k + 1, n);
    }
    for (; i < n; i++) add(own, -(weight * product(row(rotation, i), own, k + 1)), row(rotation, i), k + 1, n);
  }
}

function diagonalise(rotation: usize): bool {
  for (let low = 0; low < n; low++) {
    for (let round = 0; ; round++) {
      let high = low;
      while (high < n - 1 && !isNegligible(get(beside, high), get(diagonal, high), get(diagonal, high + 1))) high++;
      if (high == low) break;
      if (round == MOST_ROUNDS) return false;
      sweep(rotation, low, high);
    }
  }
  return true;
}

function isNegligible(b: f64, above: f64, below: f64): bool {
  return abs(b) <= max(NOTHING, EPSILON * (abs(above) + abs(below)));
}

/** √(f² + g²) without under- or overflow. */
function length(f: f64, g: f64): f64 {
  const x = abs(f), y = abs(g);
  const more = x > y ? x : y, less = x > y ? y : x;
  if (more == 0) return 0;
  const share = less / more;
  return more * sqrt(1.0 + share * share);
}

/** One sweep of rotations over the unreduced block [low, high], with Wilkinson's shift. */
function sweep(rotation: usize, low: i32, high: i32): void {
  const half = (get(diagonal, low + 1) - get(diagonal, low)) / (2.0 * get(beside, low));
  const root = sqrt(half * half + 1.0);
  let g = get(diagonal, high) - get(diagonal, low) + get(beside, low) / (half + (half >= 0 ? root : -root));
  let sine = 1.0, cosine = 1.0, shift = 0.0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * get(beside, i);
    const b = cosine * get(beside, i);
    const size = length(f, g);
    set(beside, i + 1, size);
    if (size == 0) {
      set(diagonal, i + 1, get(diagonal, i + 1) - shift);
      set(beside, high, 0);
      return;
    }
    sine = f / size;
    cosine = g / size;
    g = get(diagonal, i + 1) - shift;
    const r = (get(diagonal, i) - g) * sine + 2.0 * cosine * b;
    shift = sine * r;
    set(diagonal, i + 1, g + shift);
    g = cosine * r - b;
    turn(row(rotation, i), row(rotation, i + 1), sine, cosine);
  }
  set(diagonal, low, get(diagonal, low) - shift);
  set(beside, low, g);
  set(beside, high, 0);
}

function turn(upper: usize, lower: usize, sine: f64, cosine: f64): void {
  const s = f64x2.splat(sine), c = f64x2.splat(cosine);
  let k = 0;
  for (; k + 1 < n; k += 2) {
    const x = pair(upper, k), y = pair(lower, k);
    setPair(lower, k, f64x2.add(f64x2.mul(s, x), f64x2.mul(c, y)));
    setPair(upper, k, f64x2.sub(f64x2.mul(c, x), f64x2.mul(s, y)));
  }
  if (k < n) {
    const x = get(upper, k), y = get(lower, k);
    set(lower, k, sine * x + cosine * y);
    set(upper, k, cosine * x - sine * y);
  }
}
