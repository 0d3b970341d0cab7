// The leapfrog step under the metric in use: for a diagonal as in the model's own, else as in
// methods/nuts/metric, in the same order of operations. Vectors in two lanes, sums in the order of a plain loop.
import {
  density, dimension, forceOf, gradientMemory, gradientOf, inverseMass, logDensityOf, metricMemory,
  momentumOf, momentumSumOf, operations, positionMemory, setEnergy, setLogDensity, vectorBytes,
} from './model';
import { addDirections, lowerTimes, lowerTransposedTimes, productsWithDirections } from './products';
import { fillNormals } from './random';

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

/** Elementwise, of which `x` may be `out`. */
function scale(scales: usize, x: usize, out: usize): void {
  const pairs = inPairs(vectorBytes);
  for (let k: usize = 0; k < pairs; k += 16) setTwo(out, k, f64x2.mul(two(scales, k), two(x, k)));
  if (pairs != vectorBytes) setOne(out, pairs, one(scales, pairs) * one(x, pairs));
}

/** L w into `out`. */
function multiply(w: usize, out: usize): void {
  const first = metricMemory + vectorBytes;
  if (kind == LOW_RANK) {
    memory.copy(out, w, vectorBytes);
    stretch(out);
    scale(first, out, out);
    return;
  }
  lowerTimes(first, w, out);
}

/** L' g into `out`. */
function multiplyTransposed(g: usize, out: usize): void {
  const first = metricMemory + vectorBytes;
  if (kind == LOW_RANK) {
    scale(first, g, out);
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

// @ts-ignore: decorator
@inline function two(base: usize, k: usize): v128 { return v128.load(base + k); }
/** Two numbers that have just been stored one by one: a load of both at once would wait until they are in the cache. */
// @ts-ignore: decorator
@inline function twoJustWritten(base: usize, k: usize): v128 {
  return v128.load64_lane(base + k, v128.load64_zero(base + k), 1, 8);
}
// @ts-ignore: decorator
@inline function setTwo(base: usize, k: usize, value: v128): void { v128.store(base + k, value); }
// @ts-ignore: decorator
@inline function one(base: usize, k: usize): f64 { return load<f64>(base + k); }
// @ts-ignore: decorator
@inline function setOne(base: usize, k: usize, value: f64): void { store<f64>(base + k, value); }
/** The next multiple of 16 below: what goes in pairs. */
// @ts-ignore: decorator
@inline function inPairs(bytes: usize): usize { return bytes & ~15; }

/** Returns the kinetic energy of `to`. */
export function leapfrog(from: usize, to: usize, stepSize: f64): f64 {
  return kind == DIAGONAL ? diagonalLeapfrog(from, to, stepSize) : rootedLeapfrog(from, to, stepSize);
}

function diagonalLeapfrog(from: usize, to: usize, stepSize: f64): f64 {
  const half = 0.5 * stepSize, steps = f64x2.splat(stepSize), halves = f64x2.splat(half);
  const p = momentumOf(from), g = gradientOf(from), moved = momentumOf(to);
  const pairs = inPairs(vectorBytes);
  for (let k: usize = 0; k < pairs; k += 16) {
    const w = f64x2.add(two(p, k), f64x2.mul(halves, two(g, k)));
    const q = f64x2.add(two(from, k), f64x2.mul(steps, f64x2.mul(two(inverseMass, k), w)));
    setTwo(moved, k, w);
    setTwo(to, k, q);
    setTwo(positionMemory, k, q);
  }
  if (pairs != vectorBytes) {
    const w = one(p, pairs) + half * one(g, pairs);
    const q = one(from, pairs) + stepSize * (one(inverseMass, pairs) * w);
    setOne(moved, pairs, w);
    setOne(to, pairs, q);
    setOne(positionMemory, pairs, q);
  }
  setLogDensity(to, density());
  const gradient = gradientOf(to), sumBefore = momentumSumOf(from), sum = momentumSumOf(to);
  const isForward = stepSize > 0;
  const forward = i64x2.splat(isForward ? -1 : 0);
  let twice = 0.0;
  for (let k: usize = 0; k < pairs; k += 16) {
    const g = twoJustWritten(gradientMemory, k);
    const w = f64x2.add(two(moved, k), f64x2.mul(halves, g));
    const energies = f64x2.mul(f64x2.mul(w, w), two(inverseMass, k));
    setTwo(gradient, k, g);
    setTwo(moved, k, w);
    setTwo(sum, k, f64x2.add(two(sumBefore, k), v128.bitselect(w, f64x2.neg(two(p, k)), forward)));
    twice = twice + f64x2.extract_lane(energies, 0) + f64x2.extract_lane(energies, 1);
  }
  if (pairs != vectorBytes) {
    const g = one(gradientMemory, pairs);
    const w = one(moved, pairs) + half * g;
    setOne(gradient, pairs, g);
    setOne(moved, pairs, w);
    setOne(sum, pairs, one(sumBefore, pairs) + (isForward ? w : -one(p, pairs)));
    twice += w * w * one(inverseMass, pairs);
  }
  return 0.5 * twice;
}

/** Under a metric that is more than a diagonal, with momenta L' p. */
function rootedLeapfrog(from: usize, to: usize, stepSize: f64): f64 {
  const half = 0.5 * stepSize, steps = f64x2.splat(stepSize), halves = f64x2.splat(half);
  const before = forceOf(from), after = forceOf(to);
  const p = momentumOf(from), moved = momentumOf(to);
  const pairs = inPairs(vectorBytes);
  for (let k: usize = 0; k < pairs; k += 16) setTwo(moved, k, f64x2.add(two(p, k), f64x2.mul(halves, two(before, k))));
  if (pairs != vectorBytes) setOne(moved, pairs, one(p, pairs) + half * one(before, pairs));
  multiply(moved, velocity());
  for (let k: usize = 0; k < pairs; k += 16) {
    const q = f64x2.add(two(from, k), f64x2.mul(steps, two(velocity(), k)));
    setTwo(to, k, q);
    setTwo(positionMemory, k, q);
  }
  if (pairs != vectorBytes) {
    const q = one(from, pairs) + stepSize * one(velocity(), pairs);
    setOne(to, pairs, q);
    setOne(positionMemory, pairs, q);
  }
  setLogDensity(to, density());
  memory.copy(gradientOf(to), gradientMemory, vectorBytes);
  multiplyTransposed(gradientMemory, after);
  const sumBefore = momentumSumOf(from), sum = momentumSumOf(to);
  const isForward = stepSize > 0;
  const forward = i64x2.splat(isForward ? -1 : 0);
  let twice = 0.0;
  for (let k: usize = 0; k < pairs; k += 16) {
    const w = f64x2.add(two(moved, k), f64x2.mul(halves, two(after, k)));
    const squares = f64x2.mul(w, w);
    setTwo(moved, k, w);
    setTwo(sum, k, f64x2.add(two(sumBefore, k), v128.bitselect(w, f64x2.neg(two(p, k)), forward)));
    twice = twice + f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  }
  if (pairs != vectorBytes) {
    const w = one(moved, pairs) + half * one(after, pairs);
    setOne(moved, pairs, w);
    setOne(sum, pairs, one(sumBefore, pairs) + (isForward ? w : -one(p, pairs)));
    twice += w * w;
  }
  return 0.5 * twice;
}

/** Draws the momentum from N(0, M) and makes `origin` the origin of a trajectory; returns its energy. */
export function begin(origin: usize): f64 {
  const momentum = momentumOf(origin), sum = momentumSumOf(origin);
  fillNormals(momentum, dimension);
  const pairs = inPairs(vectorBytes);
  let twice = 0.0;
  for (let k: usize = 0; k < pairs; k += 16) {
    const inverse = two(inverseMass, k);
    const p = f64x2.div(twoJustWritten(momentum, k), f64x2.sqrt(inverse));
    const energies = f64x2.mul(f64x2.mul(inverse, p), p);
    setTwo(momentum, k, p);
    setTwo(sum, k, p);
    twice = twice + f64x2.extract_lane(energies, 0) + f64x2.extract_lane(energies, 1);
  }
  if (pairs != vectorBytes) {
    const inverse = one(inverseMass, pairs);
    const p = one(momentum, pairs) / sqrt(inverse);
    setOne(momentum, pairs, p);
    setOne(sum, pairs, p);
    twice += inverse * p * p;
  }
  // Its gradient may have been written from outside.
  if (kind != DIAGONAL) multiplyTransposed(gradientOf(origin), forceOf(origin));
  const energy = 0.5 * twice - logDensityOf(origin);
  setEnergy(origin, energy);
  return energy;
}
