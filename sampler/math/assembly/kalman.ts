// The Kalman filter of a linear Gaussian state space, and its adjoint. Nothing allocates.
//
//   s[1] ~ N(m0, P0)   y[t] ~ N(Z s[t], H)   s[t+1] ~ N(A s[t], Q)
//
// Each of a[n,n], q[n,n], z[k,n] and h[k,k] is one matrix or one for each time, as its step in numbers from time to time
// says, which is 0 for one matrix. Covariances are read as their symmetric part. Missing observations have a mask of 0.
// The covariance is updated in Joseph's form, which keeps it positive (Durbin and Koopman 2012, section 4.3).
//
// Of each time `out` has, in order: the log density of what is observed given what was observed before; the mean f[k]
// and the covariance f[k,k] of the observations given the same; and for the adjoint the state's mean a[n] and
// covariance p[n,n] before the observation, the gain K[n,k], u[k] = F^-1 v and G[k,k] = F^-1, 0 where missing, and the
// state's mean[n] and covariance[n,n] after it.

import { cholesky } from './cholesky';
import { log } from './log';
import { at, axpy, dot } from './tiles';

const LOG_2PI = 1.8378770664093453;

/** Numbers of a time in `out`. */
function width(n: i32, k: i32): i32 { return 1 + 2 * k + 2 * k * k + 2 * n + 2 * n * n + n * k; }

/** c[rows,columns] = a[rows,inner] b[inner,columns]; `transposed` b is [columns,inner]. */
function product(c: usize, a: usize, b: usize, rows: i32, inner: i32, columns: i32, transposed: bool): void {
  for (let i = 0; i < rows; i++) {
    const ci = at(c, i * columns), ai = at(a, i * inner);
    if (transposed) {
      for (let j = 0; j < columns; j++) store<f64>(at(ci, j), dot(ai, at(b, j * inner), inner));
      continue;
    }
    memory.fill(ci, 0, <usize>columns << 3);
    for (let l = 0; l < inner; l++) axpy(ci, at(b, l * columns), load<f64>(at(ai, l)), columns);
  }
}

/** c[rows,columns] = a[inner,rows]' b[inner,columns]. */
function productOfTransposed(c: usize, a: usize, b: usize, rows: i32, inner: i32, columns: i32): void {
  memory.fill(c, 0, <usize>(rows * columns) << 3);
  for (let l = 0; l < inner; l++) {
    for (let i = 0; i < rows; i++) axpy(at(c, i * columns), at(b, l * columns), load<f64>(at(a, l * rows + i)), columns);
  }
}

/** c[n,n] += the symmetric part of b[n,n]. */
function addSymmetric(c: usize, b: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const to = at(c, i * n + j);
      store<f64>(to, load<f64>(to) + 0.5 * (load<f64>(at(b, i * n + j)) + load<f64>(at(b, j * n + i))));
    }
  }
}

function makeSymmetric(c: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = 0.5 * (load<f64>(at(c, i * n + j)) + load<f64>(at(c, j * n + i)));
      store<f64>(at(c, i * n + j), mean);
      store<f64>(at(c, j * n + i), mean);
    }
  }
}

function hasNegative(c: usize, n: i32): bool {
  for (let i = 0; i < n; i++) if (load<f64>(at(c, i * n + i)) < 0) return true;
  return false;
}

/** jacobian[n,n] = I - gain[n,k] z[k,n]. */
function remaining(jacobian: usize, gain: usize, z: usize, n: i32, k: i32): void {
  product(jacobian, gain, z, n, k, n, false);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const to = at(jacobian, i * n + j);
      store<f64>(to, (i == j ? 1.0 : 0.0) - load<f64>(to));
    }
  }
}

/** `scratch`: 2 n^2 + n k + 3 k^2 + 2 k. The log density is NaN where a variance is negative or F has no factor. */
export function kalman(
  a: usize, aStep: i32, q: usize, qStep: i32, z: usize, zStep: i32, h: usize, hStep: i32,
  m0: usize, p0: usize, y: usize, mask: usize, count: i32, n: i32, k: i32, out: usize, scratch: usize,
): void {
  const nn = n * n, kk = k * k, w = width(n, k);
  const pz = scratch, factor = at(pz, n * k), inverse = at(factor, kk), f = at(inverse, kk);
  const v = at(f, kk), half = at(v, k), jacobian = at(half, k), product1 = at(jacobian, nn);
  for (let t = 0; t < count; t++) {
    const here = at(out, t * w), mean = at(here, 1), cov = at(mean, k), before = at(cov, kk), p = at(before, n);
    const gain = at(p, nn), u = at(gain, n * k), g = at(u, k), after = at(g, kk), updated = at(after, n);
    const zt = at(z, t * zStep), ht = at(h, t * hStep);
    if (t == 0) {
      memory.copy(before, m0, <usize>n << 3);
      memory.fill(p, 0, <usize>nn << 3);
      addSymmetric(p, p0, n);
    } else {
      const last = at(out, (t - 1) * w + 1 + 2 * k + 2 * kk + n + nn + n * k);
      const at1 = at(a, (t - 1) * aStep), qt = at(q, (t - 1) * qStep);
      for (let i = 0; i < n; i++) store<f64>(at(before, i), dot(at(at1, i * n), last, n));
      product(product1, at1, at(last, n), n, n, n, false);
      product(p, product1, at1, n, n, n, true);
      makeSymmetric(p, n);
      addSymmetric(p, qt, n);
      if (hasNegative(qt, n)) store<f64>(p, NaN);
    }
    if (t == 0 && hasNegative(p0, n)) store<f64>(p, NaN);
    // What is expected of all observations, also of missing ones.
    product(pz, p, zt, n, n, k, true);
    product(cov, zt, pz, k, n, k, false);
    makeSymmetric(cov, k);
    addSymmetric(cov, ht, k);
    if (hasNegative(ht, k)) store<f64>(cov, NaN);
    for (let i = 0; i < k; i++) store<f64>(at(mean, i), dot(at(zt, i * n), before, n));
    // A missing observation is one of variance 1 that depends on nothing and is as expected.
    let observed = 0;
    for (let i = 0; i < k; i++) {
      const known = load<f64>(at(mask, t * k + i)) != 0;
      if (known) observed++;
      store<f64>(at(v, i), known ? load<f64>(at(y, t * k + i)) - load<f64>(at(mean, i)) : 0.0);
      for (let j = 0; j < k; j++) {
        const both = known && load<f64>(at(mask, t * k + j)) != 0;
        store<f64>(at(f, i * k + j), both ? load<f64>(at(cov, i * k + j)) : i == j ? 1.0 : 0.0);
      }
    }
    cholesky(f, k, factor);
    // inverse = factor^-1, lower; half = factor^-1 v.
    let logs = 0.0;
    for (let i = 0; i < k; i++) {
      const d = load<f64>(at(factor, i * k + i));
      logs += log(d);
      memory.fill(at(inverse, i * k), 0, <usize>k << 3);
      for (let j = 0; j < i; j++) axpy(at(inverse, i * k), at(inverse, j * k), -load<f64>(at(factor, i * k + j)), k);
      store<f64>(at(inverse, i * k + i), 1.0);
      for (let j = 0; j <= i; j++) store<f64>(at(inverse, i * k + j), load<f64>(at(inverse, i * k + j)) / d);
      store<f64>(at(half, i), dot(at(inverse, i * k), v, k));
    }
    store<f64>(here, -0.5 * (<f64>observed * LOG_2PI + dot(half, half, k)) - logs);
    productOfTransposed(u, inverse, half, k, k, 1);
    productOfTransposed(g, inverse, inverse, k, k, k);
    for (let i = 0; i < k; i++) {
      if (load<f64>(at(mask, t * k + i)) == 0) store<f64>(at(g, i * k + i), 0.0);
    }
    product(gain, pz, g, n, k, k, false);
    for (let i = 0; i < n; i++) store<f64>(at(after, i), load<f64>(at(before, i)) + dot(at(gain, i * k), v, k));
    remaining(jacobian, gain, zt, n, k);
    product(product1, jacobian, p, n, n, n, false);
    product(updated, product1, jacobian, n, n, n, true);
    product(pz, gain, ht, n, k, k, false);
    product(product1, pz, gain, n, k, n, true);
    axpy(updated, product1, 1.0, nn);
    makeSymmetric(updated, n);
  }
}

/**
 * Adds to the adjoints of the inputs from those of the log densities, the first number of each time in `outbar`; one
 * whose address is 0 is not wanted. With the gain that is best, the covariance after an observation does not depend on
 * the gain in first order, so that no derivative of F^-1 is needed there. `scratch`: 5 n^2 + 3 n + 3 n k + 2 k^2 + k.
 */
export function kalman_adjoint(
  a: usize, aStep: i32, z: usize, zStep: i32, count: i32, n: i32, k: i32, out: usize, outbar: usize,
  abar: usize, qbar: usize, zbar: usize, hbar: usize, qStep: i32, hStep: i32,
  m0bar: usize, p0bar: usize, ybar: usize, scratch: usize,
): void {
  const nn = n * n, nk = n * k, kk = k * k, w = width(n, k);
  const mu = scratch, pi = at(mu, n), beforebar = at(pi, nn), pbar = at(beforebar, n), jacobian = at(pbar, nn);
  const product1 = at(jacobian, nn), product2 = at(product1, nn), zu = at(product2, nn), kpi = at(zu, n);
  const ofGain = at(kpi, nk), zp = at(ofGain, nk), s = at(zp, nk), ofNoise = at(s, kk), kmu = at(ofNoise, kk);
  memory.fill(mu, 0, <usize>(n + nn) << 3);
  for (let t = count - 1; t >= 0; t--) {
    const here = at(out, t * w), before = at(here, 1 + k + kk), p = at(before, n), gain = at(p, nn);
    const u = at(gain, nk), g = at(u, k), after = at(g, kk), updated = at(after, n);
    const zt = at(z, t * zStep), ht = at(hbar, t * hStep), lambda = load<f64>(at(outbar, t * w));
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        const ij = i * k + j;
        store<f64>(at(s, ij), 0.5 * lambda * (load<f64>(at(u, i)) * load<f64>(at(u, j)) - load<f64>(at(g, ij))));
      }
    }
    productOfTransposed(zu, zt, u, n, k, 1);
    productOfTransposed(kmu, gain, mu, k, n, 1);
    productOfTransposed(kpi, gain, pi, k, n, n);
    product(ofNoise, kpi, gain, k, n, k, false);
    for (let i = 0; i < k; i++) {
      const ui = load<f64>(at(u, i)), mi = load<f64>(at(kmu, i));
      for (let j = 0; j < k; j++) {
        const ij = i * k + j, to = at(ht, ij);
        const cross = 0.5 * (mi * load<f64>(at(u, j)) + ui * load<f64>(at(kmu, j)));
        store<f64>(to, load<f64>(to) + load<f64>(at(ofNoise, ij)) - cross + load<f64>(at(s, ij)));
      }
      const to = at(ybar, t * k + i);
      store<f64>(to, load<f64>(to) + mi - lambda * ui);
    }
    // zbar = -2 K' pi P+ + u (P+ mu)' - K' mu m+' + 2 S Z P + lambda u a'.
    product(ofGain, kpi, updated, k, n, n, false);
    product(zp, zt, p, k, n, n, false);
    for (let i = 0; i < k; i++) {
      const row = at(zbar, t * zStep + i * n), ui = load<f64>(at(u, i));
      axpy(row, at(ofGain, i * n), -2.0, n);
      for (let j = 0; j < n; j++) {
        store<f64>(at(row, j), load<f64>(at(row, j)) + ui * dot(at(updated, j * n), mu, n));
      }
      axpy(row, after, -load<f64>(at(kmu, i)), n);
      for (let l = 0; l < k; l++) axpy(row, at(zp, l * n), 2.0 * load<f64>(at(s, i * k + l)), n);
      axpy(row, before, lambda * ui, n);
    }
    // The state before the observation.
    remaining(jacobian, gain, zt, n, k);
    productOfTransposed(beforebar, jacobian, mu, n, n, 1);
    product(product1, pi, jacobian, n, n, n, false);
    productOfTransposed(pbar, jacobian, product1, n, n, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const to = at(pbar, i * n + j);
        const cross = load<f64>(at(beforebar, i)) * load<f64>(at(zu, j)) + load<f64>(at(zu, i)) * load<f64>(at(beforebar, j));
        store<f64>(to, load<f64>(to) + 0.5 * cross);
      }
    }
    product(kpi, s, zt, k, k, n, false);
    productOfTransposed(product1, zt, kpi, n, k, n);
    axpy(pbar, product1, 1.0, nn);
    axpy(beforebar, zu, lambda, n);
    if (t == 0) {
      axpy(m0bar, beforebar, 1.0, n);
      axpy(p0bar, pbar, 1.0, nn);
      return;
    }
    // And the one after the last observation, which led to it.
    const at1 = at(a, (t - 1) * aStep), to = at(abar, (t - 1) * aStep);
    const last = at(out, (t - 1) * w + 1 + 2 * k + 2 * kk + n + nn + nk);
    axpy(at(qbar, (t - 1) * qStep), pbar, 1.0, nn);
    product(product1, pbar, at1, n, n, n, false);
    product(product2, product1, at(last, n), n, n, n, false);
    for (let i = 0; i < n; i++) {
      axpy(at(to, i * n), last, load<f64>(at(beforebar, i)), n);
      axpy(at(to, i * n), at(product2, i * n), 2.0, n);
    }
    productOfTransposed(mu, at1, beforebar, n, n, 1);
    productOfTransposed(pi, at1, product1, n, n, n);
  }
}
