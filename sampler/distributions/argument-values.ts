/** Reads arguments of categories and events, whose kinds the checker has validated. */
import type { ArgValue, InnerDistribution } from './distribution-sampler.ts';

/** A scalar; NaN where the argument is something else. */
export function scalarArg(args: readonly ArgValue[], at: number): number {
  const value = args[at];
  return typeof value === 'number' ? value : Number.NaN;
}

/** One number for all elements of a draw, or one for each. */
export function elementsArg(args: readonly ArgValue[], at: number): (element: number) => number {
  const value = args[at];
  if (value instanceof Float64Array) return (element) => value[element];
  const scalar = scalarArg(args, at);
  return () => scalar;
}

/** A vector or matrix; a scalar counts as a vector of length one. */
export function arrayArg(args: readonly ArgValue[], at: number): Float64Array {
  const value = args[at];
  if (value instanceof Float64Array) return value;
  return Float64Array.of(typeof value === 'number' ? value : Number.NaN);
}

export function distributionArg(args: readonly ArgValue[], at: number): InnerDistribution | null {
  const value = args[at];
  return typeof value === 'object' && !(value instanceof Float64Array) ? value : null;
}
