/**
 * Integrals over any algebra by the trapezoidal rule after the double exponential change of variable (H. Takahasi and
 * M. Mori, 1974), with nodes fixed from the limits alone: another rule than a model's, and far more exact for integrands
 * that are smooth between the limits. Gradients by the limits come from the change of variable.
 */
import type { Algebra } from './algebra.ts';

const STEP = 1 / 64;
const RANGE = 6;

export function integralByTrapezoids<V>(
  algebra: Algebra<V>,
  [lower, upper]: readonly V[],
  integrand: (x: V) => V,
): V {
  const { constant, value, binary, unary, sum } = algebra;
  const [a, b] = [value(lower), value(upper)];
  if (a > b) return unary('neg', integralByTrapezoids(algebra, [upper, lower], integrand));
  const terms: V[] = [];
  for (let k = -RANGE / STEP; k <= RANGE / STEP; k++) {
    const u = k * STEP;
    const node = nodeAt(u, Number.isFinite(a), Number.isFinite(b));
    if (!(node.weight > 0 && node.weight < Number.POSITIVE_INFINITY)) continue;
    let x: V;
    let weight = constant(node.weight * STEP);
    if (Number.isFinite(a) && Number.isFinite(b)) {
      const length = binary('sub', upper, lower);
      const distance = binary('mul', length, constant(node.distance));
      x = u < 0 ? binary('add', lower, distance) : binary('sub', upper, distance);
      weight = binary('mul', weight, length);
    } else if (Number.isFinite(a)) x = binary('add', lower, constant(node.distance));
    else if (Number.isFinite(b)) x = binary('sub', upper, constant(node.distance));
    else x = constant(node.distance);
    const at = value(x);
    if (!(at > a && at < b)) continue;
    terms.push(binary('mul', weight, integrand(x)));
  }
  return sum(terms);
}

/** The distance from a limit (from the nearer of two; with none from 0), and its slope by the variable. */
function nodeAt(u: number, hasLower: boolean, hasUpper: boolean): { distance: number; weight: number } {
  const half = Math.PI / 2;
  if (hasLower && hasUpper) {
    const e = Math.exp(-2 * half * Math.sinh(Math.abs(u)));
    return { distance: e / (1 + e), weight: (2 * half * Math.cosh(u) * e) / (1 + e) ** 2 };
  }
  if (!hasLower && !hasUpper) {
    const v = half * Math.sinh(u);
    return { distance: Math.sinh(v), weight: half * Math.cosh(u) * Math.cosh(v) };
  }
  const distance = Math.exp(half * Math.sinh(u));
  return { distance, weight: half * Math.cosh(u) * distance };
}
