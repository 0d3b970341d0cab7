// Eigenvectors of symmetric matrices, and the geometric mean of a matrix and the inverse of another.
import { add, get, matrix, n, place, row, set, vector } from './memory';
import { eigen, quadraticForm } from './symmetric-eigen';

export { place, matrix, vector };

/** Of matrix 0, which it overwrites and whose entries lie within ±1: values into vector 4, vectors into matrix 2. */
export function eigenvectors(): bool {
  return eigen(matrix(0), matrix(1), matrix(2), vector(4));
}

/** Lower triangle of `m` in place, by columns; false where `m` is not positive definite. Zeros above are not written. */
function cholesky(m: usize): bool {
  const column = vector(5);
  for (let k = 0; k < n; k++) {
    const pivot = get(row(m, k), k);
    if (!(pivot > 0) || pivot == Infinity) return false;
    const root = sqrt(pivot);
    set(row(m, k), k, root);
    for (let i = k + 1; i < n; i++) {
      const value = get(row(m, i), k) / root;
      set(row(m, i), k, value);
      set(column, i, value);
    }
    for (let i = k + 1; i < n; i++) add(column, -get(column, i), row(m, i), k + 1, i + 1);
  }
  return true;
}

/**
 * The Σ with Σ G Σ = D into matrix 1, D matrix 3, and G matrix 4, which it overwrites; false where one of them is
 * not positive definite.
 */
export function geometricMean(): bool {
  const inner = matrix(0), mean = matrix(1), vectors = matrix(2), d = matrix(3), c = matrix(4), dc = matrix(5);
  const values = vector(4), v = vector(5);
  const bytes = <usize>(n * n) << 3;
  if (!cholesky(c)) return false;
  // With G = C C': (C' Σ C)² = C' D C.
  memory.fill(dc, 0, bytes);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) add(row(c, k), get(row(d, i), k), row(dc, i), 0, k + 1);
  }
  memory.fill(inner, 0, bytes);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) add(row(dc, k), get(row(c, k), i), row(inner, i), 0, n);
  }
  let largest = 0.0;
  for (let i = 0; i < n * n; i++) {
    const x = get(inner, i);
    if (!isFinite(x)) return false;
    largest = max(largest, abs(x));
  }
  const unit = largest > 0 ? largest : 1.0;
  for (let i = 0; i < n * n; i++) set(inner, i, get(inner, i) / unit);
  if (!eigen(inner, mean, vectors, values) || !(get(values, 0) * unit > 0)) return false;
  // Σ = Σₖ √tₖ vₖ vₖ' with vₖ = C'⁻¹ uₖ.
  memory.fill(mean, 0, bytes);
  for (let k = 0; k < n; k++) {
    memory.copy(v, row(vectors, k), <usize>n << 3);
    for (let i = n - 1; i >= 0; i--) {
      const value = get(v, i) / get(row(c, i), i);
      set(v, i, value);
      add(row(c, i), -value, v, 0, i);
    }
    const weight = sqrt(get(values, k) * unit);
    for (let i = 0; i < n; i++) add(v, weight * get(v, i), row(mean, i), 0, i + 1);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) set(row(mean, j), i, get(row(mean, i), j));
  }
  return true;
}

/** Adds x x' / count to matrix 3, x vector 5. */
export function addSquare(count: f64): void {
  const x = vector(5), m = matrix(3);
  for (let i = 0; i < n; i++) add(x, get(x, i) / count, row(m, i), 0, n);
}

/** Of each row u of matrix 2, u' A u into vector 5; A is matrix 3. */
export function quadraticForms(): void {
  const vectors = matrix(2), a = matrix(3), out = vector(5);
  for (let k = 0; k < n; k++) set(out, k, quadraticForm(a, row(vectors, k)));
}
