// The leapfrog step under the metric in use: the model's own for a diagonal, else that of
// methods/nuts/metric, in the same order of operations.
import {
  diagonalLeapfrog, dimension, evaluate, forceOf, gradientOf, inverseMass, logDensityOf, metricMemory,
  momentumOf, momentumSumOf, operations, setEnergy, vectorBytes,
} from './model';
import { addDirections, lowerTimes, lowerTransposedTimes, productsWithDirections } from './products';
import { nextNormal } from './random';

const DIAGONAL = 0, LOW_RANK = 1;

let kind: i32 = DIAGONAL;
let directions: i32 = 0;

/** Scalar operations of a leapfrog step, roughly. */
export function operationsOfStep(): f64 {
  const n = <f64>dimension;
  const ofMetric = kind == DIAGONAL ? 10.0 * n : kind == LOW_RANK ? n * (10.0 + 8.0 * directions) : 2.0 * n * n;
  return operations + ofMetric;
}

/** 0 diagonal, 1 low rank, 2 dense. The metric's numbers have been written into its memory (`metric-memory.ts`). */
export function useMetric(ofKind: i32, count: i32): void {
  kind = ofKind;
  directions = count;
}

// @ts-ignore: decorator
@inline function at(base: usize, i: i32): usize { return base + (<usize>i << 3); }
// @ts-ignore: decorator
@inline function velocity(): usize { return metricMemory; }

/** L w into `out`. */
function multiply(w: usize, out: usize): void {
  const first = metricMemory + vectorBytes;
  if (kind == LOW_RANK) {
    memory.copy(out, w, vectorBytes);
    stretch(out);
    for (let i = 0; i < dimension; i++) store<f64>(at(out, i), load<f64>(at(out, i)) * load<f64>(at(first, i)));
    return;
  }
  lowerTimes(first, w, out);
}

/** L' g into `out`. */
function multiplyTransposed(g: usize, out: usize): void {
  const first = metricMemory + vectorBytes;
  if (kind == LOW_RANK) {
    for (let i = 0; i < dimension; i++) store<f64>(at(out, i), load<f64>(at(first, i)) * load<f64>(at(g, i)));
    stretch(out);
    return;
  }
  lowerTransposedTimes(first, g, out);
}

/** The directions are orthonormal: all shares are taken before any is added. */
function stretch(out: usize): void {
  const gains = metricMemory + 2 * vectorBytes;
  const shares = at(gains, directions);
  const first = at(shares, directions);
  productsWithDirections(first, directions, out, shares);
  for (let k = 0; k < directions; k++) store<f64>(at(shares, k), load<f64>(at(gains, k)) * load<f64>(at(shares, k)));
  addDirections(first, directions, shares, out);
}

/** Returns the kinetic energy of `to`. */
export function leapfrog(from: usize, to: usize, stepSize: f64): f64 {
  if (kind == DIAGONAL) return diagonalLeapfrog(from, to, stepSize);
  const half = 0.5 * stepSize;
  const before = forceOf(from), after = forceOf(to);
  const p = momentumOf(from), w = momentumOf(to);
  for (let i = 0; i < dimension; i++) {
    store<f64>(at(w, i), load<f64>(at(p, i)) + half * load<f64>(at(before, i)));
  }
  multiply(w, velocity());
  for (let i = 0; i < dimension; i++) {
    store<f64>(at(to, i), load<f64>(at(from, i)) + stepSize * load<f64>(at(velocity(), i)));
  }
  evaluate(to);
  multiplyTransposed(gradientOf(to), after);
  const sumBefore = momentumSumOf(from), sum = momentumSumOf(to);
  let twice = 0.0;
  for (let i = 0; i < dimension; i++) {
    const moved = load<f64>(at(w, i)) + half * load<f64>(at(after, i));
    store<f64>(at(w, i), moved);
    twice += moved * moved;
    store<f64>(at(sum, i), load<f64>(at(sumBefore, i)) + (stepSize > 0 ? moved : -load<f64>(at(p, i))));
  }
  return 0.5 * twice;
}

/** Draws the momentum from N(0, M) and makes `origin` the origin of a trajectory; returns its energy. */
export function begin(origin: usize): f64 {
  const momentum = momentumOf(origin);
  let twice = 0.0;
  for (let i = 0; i < dimension; i++) {
    const z = nextNormal();
    const inverse = load<f64>(at(inverseMass, i));
    const p = z / sqrt(inverse);
    store<f64>(at(momentum, i), p);
    twice += inverse * p * p;
  }
  memory.copy(momentumSumOf(origin), momentum, vectorBytes);
  // Its gradient may have been written from outside.
  if (kind != DIAGONAL) multiplyTransposed(gradientOf(origin), forceOf(origin));
  const energy = 0.5 * twice - logDensityOf(origin);
  setEnergy(origin, energy);
  return energy;
}
