// A stretch of trajectory: its end nearer to the origin, its other end, its chosen point, and the log of the sum
// of exp(energy at origin − energy). One record to write into for each depth of recursion.
import { release } from './pool';

const SUBTREES: usize = 1152;

// @ts-ignore: decorator
@inline export function subtreeAt(level: i32): usize { return SUBTREES + 24 * <usize>level; }

// @ts-ignore: decorator
@inline export function first(t: usize): usize { return load<u32>(t); }
// @ts-ignore: decorator
@inline export function last(t: usize): usize { return load<u32>(t, 4); }
// @ts-ignore: decorator
@inline export function chosen(t: usize): usize { return load<u32>(t, 8); }
// @ts-ignore: decorator
@inline export function logWeight(t: usize): f64 { return load<f64>(t, 16); }
// @ts-ignore: decorator
@inline export function setFirst(t: usize, state: usize): void { store<u32>(t, state); }
// @ts-ignore: decorator
@inline export function setLast(t: usize, state: usize): void { store<u32>(t, state, 4); }
// @ts-ignore: decorator
@inline export function setChosen(t: usize, state: usize): void { store<u32>(t, state, 8); }
// @ts-ignore: decorator
@inline export function setLogWeight(t: usize, weight: f64): void { store<f64>(t, weight, 16); }

export function releaseAll(t: usize): void {
  release(first(t));
  release(last(t));
  release(chosen(t));
}
