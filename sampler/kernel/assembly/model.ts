// The model's module and the caller, as the kernel sees them; the model's sizes; fields of a state.

/** Reads the position from its place, and writes the gradient to its own. */
@external("model", "density")
export declare function density(): f64;
/** Computes all quantities of a draw, where the model keeps them. */
@external("model", "outputs")
export declare function writeQuantities(position: usize): void;
/** Computes locations and scales of what has degrees of centring. */
@external("model", "centring")
export declare function writeCentring(position: usize): void;
/** GO_ON, STOP at once, or LEAVE the block after this transition. */
@external("caller", "ask")
export declare function ask(): i32;

export let dimension: i32 = 0;
/** Bytes of a vector. */
export let vectorBytes: usize = 0;
let stateBytes: usize = 0;
/** Scalar operations of a gradient, roughly. */
export let operations: f64 = 0;
/** Where the density reads the position and writes the gradient. */
export let positionMemory: usize = 0;
export let gradientMemory: usize = 0;
export let inverseMass: usize = 0;
export let metricMemory: usize = 0;

export function configure(
  n: i32, operationsOfGradient: f64, bytesOfState: usize, positionAt: usize, gradientAt: usize, inverseMassAt: usize,
  metricAt: usize,
): void {
  operations = operationsOfGradient;
  dimension = n;
  vectorBytes = <usize>n << 3;
  stateBytes = bytesOfState;
  positionMemory = positionAt;
  gradientMemory = gradientAt;
  inverseMass = inverseMassAt;
  metricMemory = metricAt;
}

export function sizeOfState(): usize { return stateBytes; }

// A state (compile/emit/state-layout.ts): position, momentum, gradient, sum of momenta, then the log density…
// @ts-ignore: decorator
@inline export function momentumOf(state: usize): usize { return state + vectorBytes; }
// @ts-ignore: decorator
@inline export function gradientOf(state: usize): usize { return state + (vectorBytes << 1); }
// @ts-ignore: decorator
@inline export function momentumSumOf(state: usize): usize { return state + 3 * vectorBytes; }
// @ts-ignore: decorator
@inline export function setLogDensity(state: usize, value: f64): void { store<f64>(state + (vectorBytes << 2), value); }
// @ts-ignore: decorator
@inline export function logDensityOf(state: usize): f64 { return load<f64>(state + (vectorBytes << 2)); }
// …and the kernel's own fields: energy, index from the origin, holders, and the force with its metric's number.
// @ts-ignore: decorator
@inline export function energyOf(state: usize): f64 { return load<f64>(state + (vectorBytes << 2), 8); }
// @ts-ignore: decorator
@inline export function setEnergy(state: usize, energy: f64): void {
  store<f64>(state + (vectorBytes << 2), energy, 8);
}
// @ts-ignore: decorator
@inline export function indexOf(state: usize): i32 { return load<i32>(state + (vectorBytes << 2), 16); }
// @ts-ignore: decorator
@inline export function setIndex(state: usize, index: i32): void {
  store<i32>(state + (vectorBytes << 2), index, 16);
}
// @ts-ignore: decorator
@inline export function holdersOf(state: usize): i32 { return load<i32>(state + (vectorBytes << 2), 20); }
// @ts-ignore: decorator
@inline export function setHolders(state: usize, holders: i32): void {
  store<i32>(state + (vectorBytes << 2), holders, 20);
}
// @ts-ignore: decorator
@inline export function forceOf(state: usize): usize { return state + (vectorBytes << 2) + 32; }
