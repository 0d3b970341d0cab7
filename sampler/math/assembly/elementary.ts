// Elementary functions. Those of AssemblyScript's NativeMath are ports of musl and of ARM's optimized
// routines, below one ulp over the whole range.

export function exp(x: f64): f64 { return NativeMath.exp(x); }
export function expm1(x: f64): f64 { return NativeMath.expm1(x); }
export function cbrt(x: f64): f64 { return NativeMath.cbrt(x); }
export function sin(x: f64): f64 { return NativeMath.sin(x); }
export function cos(x: f64): f64 { return NativeMath.cos(x); }
export function tan(x: f64): f64 { return NativeMath.tan(x); }
export function asin(x: f64): f64 { return NativeMath.asin(x); }
export function acos(x: f64): f64 { return NativeMath.acos(x); }
export function atan(x: f64): f64 { return NativeMath.atan(x); }
export function sinh(x: f64): f64 { return NativeMath.sinh(x); }
export function cosh(x: f64): f64 { return NativeMath.cosh(x); }
export function tanh(x: f64): f64 { return NativeMath.tanh(x); }
/** ECMAScript's: pow(1, NaN) and pow(-1, inf) are NaN, where C has 1. */
export function pow(x: f64, y: f64): f64 { return NativeMath.pow(x, y); }
export function atan2(y: f64, x: f64): f64 { return NativeMath.atan2(y, x); }

/** C's fmod: the result has the sign of the dividend. */
export function mod(x: f64, y: f64): f64 { return NativeMath.mod(x, y); }

/** Half to even, WebAssembly's own rounding. */
export function round(x: f64): f64 { return nearest(x); }
