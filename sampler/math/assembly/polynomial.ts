// Polynomials by Estrin's scheme: independent halves that the processor evaluates side by side.
// Coefficients lie in memory, lowest power first.

// @ts-ignore: decorator
@inline function c(p: usize, k: usize): f64 { return load<f64>(p + (k << 3)); }

/** c0 + c1 t. */
// @ts-ignore: decorator
@inline function pair(p: usize, k: usize, t: f64): f64 { return c(p, k) + c(p, k + 1) * t; }

// @ts-ignore: decorator
@inline function four(p: usize, k: usize, t: f64, t2: f64): f64 { return pair(p, k, t) + pair(p, k + 2, t) * t2; }

/** Ten coefficients. */
// @ts-ignore: decorator
@inline export function poly10(p: usize, t: f64): f64 {
  const t2 = t * t, t4 = t2 * t2;
  return four(p, 0, t, t2) + t4 * (four(p, 4, t, t2) + t4 * pair(p, 8, t));
}

/** Twelve coefficients. */
// @ts-ignore: decorator
@inline export function poly12(p: usize, t: f64): f64 {
  const t2 = t * t, t4 = t2 * t2;
  return four(p, 0, t, t2) + t4 * (four(p, 4, t, t2) + t4 * four(p, 8, t, t2));
}

/** Sixteen coefficients. */
// @ts-ignore: decorator
@inline export function poly16(p: usize, t: f64): f64 {
  const t2 = t * t, t4 = t2 * t2;
  return (four(p, 0, t, t2) + t4 * four(p, 4, t, t2)) + (t4 * t4) * (four(p, 8, t, t2) + t4 * four(p, 12, t, t2));
}

/** Eighteen coefficients. */
// @ts-ignore: decorator
@inline export function poly18(p: usize, t: f64): f64 {
  const t2 = t * t, t4 = t2 * t2, t8 = t4 * t4;
  return (four(p, 0, t, t2) + t4 * four(p, 4, t, t2)) +
    t8 * ((four(p, 8, t, t2) + t4 * four(p, 12, t, t2)) + t8 * pair(p, 16, t));
}
