// A stretch of trajectory: its end nearer to the origin, its other end, its chosen point, and its weight, the sum of
// exp(energy at origin − energy − offset). One record to write into for each depth of recursion, and one of the whole.
import { exp } from '../../math/assembly/elementary';
import { release } from './pool';

const SUBTREES: usize = 1152;

// @ts-ignore: decorator
@inline export function subtreeAt(level: i32): usize { return SUBTREES + (<usize>level << 5); }

// @ts-ignore: decorator
@inline export function first(t: usize): usize { return load<u32>(t); }
// @ts-ignore: decorator
@inline export function last(t: usize): usize { return load<u32>(t, 4); }
// @ts-ignore: decorator
@inline export function chosen(t: usize): usize { return load<u32>(t, 8); }
// @ts-ignore: decorator
@inline export function weight(t: usize): f64 { return load<f64>(t, 16); }
// @ts-ignore: decorator
@inline function offset(t: usize): f64 { return load<f64>(t, 24); }
// @ts-ignore: decorator
@inline export function setFirst(t: usize, state: usize): void { store<u32>(t, state); }
// @ts-ignore: decorator
@inline export function setLast(t: usize, state: usize): void { store<u32>(t, state, 4); }
// @ts-ignore: decorator
@inline export function setChosen(t: usize, state: usize): void { store<u32>(t, state, 8); }
// @ts-ignore: decorator
@inline export function setWeight(t: usize, value: f64): void { store<f64>(t, value, 16); }
// @ts-ignore: decorator
@inline export function setOffset(t: usize, value: f64): void { store<f64>(t, value, 24); }

export function releaseAll(t: usize): void {
  release(first(t));
  release(last(t));
  release(chosen(t));
}

/** Gives two stretches one offset, so that their weights compare. Offsets differ only where energy has fallen far. */
// @ts-ignore: decorator
@inline export function align(a: usize, b: usize): void {
  if (offset(a) != offset(b)) moveToHigher(a, b);
}

function moveToHigher(a: usize, b: usize): void {
  const lower = offset(a) < offset(b) ? a : b;
  const higher = max(offset(a), offset(b));
  setWeight(lower, weight(lower) * exp(offset(lower) - higher));
  setOffset(lower, higher);
}
