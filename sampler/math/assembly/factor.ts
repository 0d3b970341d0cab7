// Factors of a general matrix, in place, for solvers that use them more than once. Nothing allocates.
import { item, put } from './ode-frame';

/** l and u of a[n,n] with rows exchanged as in `order`; false where it is singular or not finite. */
export function factor_in_place(a: usize, order: usize, n: i32): bool {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (abs(item(a, i * n + k)) > abs(item(a, pivot * n + k))) pivot = i;
    const largest = item(a, pivot * n + k);
    if (!(abs(largest) > 0 && abs(largest) < Infinity)) return false;
    put(order, k, <f64>pivot);
    if (pivot != k) {
      for (let j = 0; j < n; j++) {
        const x = item(a, k * n + j);
        put(a, k * n + j, item(a, pivot * n + j));
        put(a, pivot * n + j, x);
      }
    }
    for (let i = k + 1; i < n; i++) {
      const x = item(a, i * n + k) / largest;
      put(a, i * n + k, x);
      if (x == 0) continue;
      for (let j = k + 1; j < n; j++) put(a, i * n + j, item(a, i * n + j) - x * item(a, k * n + j));
    }
  }
  return true;
}

/** x = a⁻¹ x. */
export function solve_in_place(a: usize, order: usize, n: i32, x: usize): void {
  for (let k = 0; k < n; k++) {
    const pivot = <i32>item(order, k);
    const first = item(x, pivot);
    put(x, pivot, item(x, k));
    put(x, k, first);
  }
  for (let i = 1; i < n; i++) {
    let sum = item(x, i);
    for (let j = 0; j < i; j++) sum -= item(a, i * n + j) * item(x, j);
    put(x, i, sum);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = item(x, i);
    for (let j = i + 1; j < n; j++) sum -= item(a, i * n + j) * item(x, j);
    put(x, i, sum / item(a, i * n + i));
  }
}
