// Fields of the record (record.ts).
import { INTEGERS, NUMBERS, STEP } from '../record';

// @ts-ignore: decorator
@inline export function integer(k: i32): i32 { return load<i32>(INTEGERS + 4 * k); }
// @ts-ignore: decorator
@inline export function setInteger(k: i32, value: i32): void { store<i32>(INTEGERS + 4 * k, value); }
// @ts-ignore: decorator
@inline export function number(k: i32): f64 { return load<f64>(NUMBERS + 8 * k); }
// @ts-ignore: decorator
@inline export function setNumber(k: i32, value: f64): void { store<f64>(NUMBERS + 8 * k, value); }
/** Of the step size's dual averaging. */
// @ts-ignore: decorator
@inline export function ofStep(k: i32): f64 { return load<f64>(STEP + 8 * k); }
// @ts-ignore: decorator
@inline export function setOfStep(k: i32, value: f64): void { store<f64>(STEP + 8 * k, value); }
