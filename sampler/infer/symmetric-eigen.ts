/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's tridiagonal form, then implicit QL
 * (Golub and Van Loan, sections 8.3.1 and 8.3.3). Only + − × ÷ and square roots, so the result is the same
 * on every machine.
 */

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Orthonormal, one per row, in the order of the values. */
  readonly vectors: Float64Array;
}

/** A tridiagonal matrix, with the rotation that produced it. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Off-diagonal: `beside[k]` is the entry between k and k + 1. */
  readonly beside: Float64Array;
  /** Q', row by row: the matrix is Q T Q'. */
  readonly rotation: Float64Array;
}

const MOST_ROUNDS = 60;
/** Negligible beside entries up to 1, and its square is not denormal. */
const NOTHING = 1e-140;

/** Null where the n × n `matrix` is not finite. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen | null {
  let largest = 0;
  for (const x of matrix) {
    if (!Number.isFinite(x)) return null;
    largest = Math.max(largest, Math.abs(x));
  }
  // Scaled to ±1, so that no square overflows.
  const unit = largest > 0 ? largest : 1;
  const { diagonal, beside, rotation } = tridiagonal(
    matrix.map((x) => x / unit),
    n,
  );
  if (!diagonalise(diagonal, beside, rotation, n)) return null;
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a] - diagonal[b]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(rotation.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (k) => diagonal[k] * unit), vectors };
}

/** Overwrites `a`; the reflection vectors are in its rows, right of the diagonal. */
function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const weights = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    diagonal[k] = a[k * n + k];
    const row = a.subarray(k * n, (k + 1) * n);
    let rest = 0;
    for (let j = k + 2; j < n; j++) rest += row[j] * row[j];
    const first = row[k + 1];
    if (rest < NOTHING * NOTHING) {
      beside[k] = first;
      continue;
    }
    const size = Math.sqrt(first * first + rest);
    const image = first > 0 ? -size : size;
    const weight = 1 / (size * size + Math.abs(first) * size);
    beside[k] = image;
    weights[k] = weight;
    row[k + 1] = first - image;
    // Subtracts v w' + w v' right of and below the pivot.
    let along = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j] * row[j];
      p[i] = weight * sum;
      along += p[i] * row[i];
    }
    for (let i = k + 1; i < n; i++) p[i] -= 0.5 * weight * along * row[i];
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++) a[i * n + j] -= row[i] * p[j] + p[i] * row[j];
    }
  }
  for (let k = Math.max(0, n - 2); k < n; k++) diagonal[k] = a[k * n + k];
  if (n > 1) beside[n - 2] = a[(n - 2) * n + n - 1];

  const rotation = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rotation[i * n + i] = 1;
  for (let k = n - 3; k >= 0; k--) {
    if (weights[k] === 0) continue;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += rotation[i * n + j] * a[k * n + j];
      for (let j = k + 1; j < n; j++) rotation[i * n + j] -= weights[k] * sum * a[k * n + j];
    }
  }
  return { diagonal, beside, rotation };
}

/** Implicit QL in place; false where it does not converge. */
function diagonalise(d: Float64Array, e: Float64Array, rotation: Float64Array, n: number): boolean {
  for (let low = 0; low < n; low++) {
    for (let round = 0; ; round++) {
      let high = low;
      while (high < n - 1 && !isNegligible(e[high], d[high], d[high + 1])) high++;
      if (high === low) break;
      if (round === MOST_ROUNDS) return false;
      sweep(d, e, rotation, n, low, high);
    }
  }
  return true;
}

function isNegligible(beside: number, above: number, below: number): boolean {
  return Math.abs(beside) <= Math.max(NOTHING, Number.EPSILON * (Math.abs(above) + Math.abs(below)));
}

/** √(f² + g²) without under- or overflow; `Math.hypot` is not the same on every machine. */
function length(f: number, g: number): number {
  const [more, less] = Math.abs(f) > Math.abs(g) ? [Math.abs(f), Math.abs(g)] : [Math.abs(g), Math.abs(f)];
  if (more === 0) return 0;
  const share = less / more;
  return more * Math.sqrt(1 + share * share);
}

/** One sweep of rotations over the unreduced block [low, high], with Wilkinson's shift. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  rotation: Float64Array,
  n: number,
  low: number,
  high: number,
): void {
  const half = (d[low + 1] - d[low]) / (2 * e[low]);
  const root = Math.sqrt(half * half + 1);
  let g = d[high] - d[low] + e[low] / (half + (half >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const size = length(f, g);
    e[i + 1] = size;
    if (size === 0) {
      d[i + 1] -= shift;
      e[high] = 0;
      return;
    }
    sine = f / size;
    cosine = g / size;
    g = d[i + 1] - shift;
    const r = (d[i] - g) * sine + 2 * cosine * b;
    shift = sine * r;
    d[i + 1] = g + shift;
    g = cosine * r - b;
    for (let k = 0; k < n; k++) {
      const upper = rotation[i * n + k];
      const lower = rotation[(i + 1) * n + k];
      rotation[(i + 1) * n + k] = sine * upper + cosine * lower;
      rotation[i * n + k] = cosine * upper - sine * lower;
    }
  }
  d[low] -= shift;
  e[low] = g;
  e[high] = 0;
}
