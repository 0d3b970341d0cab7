import type { ScalarSampler } from './distribution-sampler.ts';
import { drawGamma } from './draw-gamma.ts';
import { gammaP } from './incomplete-gamma.ts';
import { continuousQuantile } from './numeric-quantile.ts';

/** Quantile of Gamma(shape, 1). */
export function gammaQuantile(p: number, shape: number): number {
  return continuousQuantile((x) => gammaP(shape, x), p, 0, Number.POSITIVE_INFINITY, shape, Math.sqrt(shape));
}

export const gamma: ScalarSampler = {
  kind: 'scalar',
  name: 'Gamma',
  draw: ({ 0: alpha, 1: beta }, rng) => drawGamma(alpha, rng) / beta,
  cdf: (x, { 0: alpha, 1: beta }) => gammaP(alpha, beta * x),
  quantile: (p, { 0: alpha, 1: beta }) => gammaQuantile(p, alpha) / beta,
};
