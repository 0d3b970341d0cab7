// Linear systems of a general matrix: elimination with partial pivots. Nothing allocates. The adjoint adds to the
// adjoints of its inputs; one whose address is 0 is not wanted and left out.

import { at, axpy, dot } from './tiles';

/** lu[n,n] and the order of rows, order[n], from a[n,n]: l has ones on its diagonal (Golub & Van Loan, 3.4). */
function factorise(a: usize, n: i32, lu: usize, order: usize): void {
  memory.copy(lu, a, <usize>(n * n) << 3);
  for (let i = 0; i < n; i++) store<f64>(at(order, i), <f64>i);
  for (let step = 0; step < n; step++) {
    let pivot = step;
    for (let i = step + 1; i < n; i++) {
      if (abs(load<f64>(at(lu, i * n + step))) > abs(load<f64>(at(lu, pivot * n + step)))) pivot = i;
    }
    if (pivot != step) {
      exchange(at(lu, step * n), at(lu, pivot * n), n);
      exchange(at(order, step), at(order, pivot), 1);
    }
    const row = at(lu, step * n);
    for (let i = step + 1; i < n; i++) {
      const other = at(lu, i * n);
      const factor = load<f64>(at(other, step)) / load<f64>(at(row, step));
      store<f64>(at(other, step), factor);
      axpy(at(other, step + 1), at(row, step + 1), -factor, n - step - 1);
    }
  }
}

function exchange(p: usize, q: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    const u = load<f64>(at(p, k));
    store<f64>(at(p, k), load<f64>(at(q, k)));
    store<f64>(at(q, k), u);
  }
}

/** x[n,m] = a^-1 b[n,m]; m is 1 for a vector. `scratch`: n*n + n. */
export function solve(a: usize, b: usize, n: i32, m: i32, x: usize, scratch: usize): void {
  const lu = scratch, order = at(scratch, n * n);
  factorise(a, n, lu, order);
  for (let i = 0; i < n; i++) {
    const row = at(lu, i * n), xi = at(x, i * m);
    memory.copy(xi, at(b, <i32>load<f64>(at(order, i)) * m), <usize>m << 3);
    for (let k = 0; k < i; k++) axpy(xi, at(x, k * m), -load<f64>(at(row, k)), m);
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = at(lu, i * n), xi = at(x, i * m);
    for (let k = i + 1; k < n; k++) axpy(xi, at(x, k * m), -load<f64>(at(row, k)), m);
    const d = load<f64>(at(row, i));
    for (let c = 0; c < m; c++) store<f64>(at(xi, c), load<f64>(at(xi, c)) / d);
  }
}

/**
 * Adds to abar[n,n] and bbar[n,m] from xbar, where x = a^-1 b: with s = a^-T xbar, bbar += s and abar -= s x'.
 * `scratch`: n*n + n + 2*n*m.
 */
export function solve_adjoint(
  a: usize, x: usize, xbar: usize, n: i32, m: i32, abar: usize, bbar: usize, scratch: usize,
): void {
  const lu = scratch, order = at(scratch, n * n), t = at(order, n), s = at(t, n * m);
  factorise(a, n, lu, order);
  memory.copy(t, xbar, <usize>(n * m) << 3);
  // a = p' l u, so that a' s = u' l' p s.
  for (let i = 0; i < n; i++) {
    const row = at(lu, i * n), ti = at(t, i * m);
    const d = load<f64>(at(row, i));
    for (let c = 0; c < m; c++) store<f64>(at(ti, c), load<f64>(at(ti, c)) / d);
    for (let k = i + 1; k < n; k++) axpy(at(t, k * m), ti, -load<f64>(at(row, k)), m);
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = at(lu, i * n), ti = at(t, i * m);
    for (let k = 0; k < i; k++) axpy(at(t, k * m), ti, -load<f64>(at(row, k)), m);
  }
  for (let i = 0; i < n; i++) {
    memory.copy(at(s, <i32>load<f64>(at(order, i)) * m), at(t, i * m), <usize>m << 3);
  }
  if (bbar != 0) axpy(bbar, s, 1.0, n * m);
  if (abar == 0) return;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const to = at(abar, i * n + j);
      store<f64>(to, load<f64>(to) - dot(at(s, i * m), at(x, j * m), m));
    }
  }
}
