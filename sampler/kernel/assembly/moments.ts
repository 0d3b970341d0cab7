// Running means and variances: methods/nuts/adapt/welford.ts, and windows of them as in tuning-layout.ts.
import { dimension, gradientOf, inverseMass, logDensityOf } from './model';

// @ts-ignore: decorator
@inline function at(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline function bytesOfMoments(n: i32): usize { return (<usize>n << 4) + 8; }

/** The scales of a metric are kept within these, as in draws-and-gradients.ts. */
const LOWEST = 1e-20;
const HIGHEST = 1e20;

function add(moments: usize, values: usize, n: i32): void {
  const squares = moments + (<usize>n << 3);
  const count = at(moments, 2 * n) + 1.0;
  set(moments, 2 * n, count);
  const share = 1.0 / count;
  for (let i = 0; i < n; i++) {
    const value = at(values, i);
    const before = value - at(moments, i);
    const mean = at(moments, i) + before * share;
    set(moments, i, mean);
    set(squares, i, at(squares, i) + before * (value - mean));
  }
}

export function addDraw(window: usize, state: usize): void {
  add(window, state, dimension);
  add(window + bytesOfMoments(dimension), gradientOf(state), dimension);
}

/** Where a logarithm of the density is, as a vector of one. */
const cell: usize = memory.data(8);

/** With its log density and its leapfrog steps. */
export function addDrawInFull(window: usize, state: usize, leapfrogs: i32): void {
  addDraw(window, state);
  const ofDensity = window + 2 * bytesOfMoments(dimension);
  store<f64>(cell, logDensityOf(state));
  add(ofDensity, cell, 1);
  const steps = ofDensity + bytesOfMoments(1);
  store<f64>(steps, load<f64>(steps) + <f64>leapfrogs);
}

/** The diagonal metric from a window of draws: `writeInto` of draws-and-gradients.ts. */
export function writeMetric(window: usize): void {
  const count = at(window, 2 * dimension);
  if (count < 3) return;
  const squares = window + (<usize>dimension << 3);
  const ofGradients = squares + bytesOfMoments(dimension);
  const most = count - 1.0;
  for (let i = 0; i < dimension; i++) {
    const estimate = sqrt((at(squares, i) / most) / (at(ofGradients, i) / most));
    if (isFinite(estimate) && estimate > 0) set(inverseMass, i, min(max(estimate, LOWEST), HIGHEST));
  }
}
