import type { ScalarSampler } from './distribution-sampler.ts';
import { drawGamma } from './draw-gamma.ts';
import { gammaQuantile } from './gamma.ts';
import { gammaP } from './incomplete-gamma.ts';

export const chiSquared: ScalarSampler = {
  kind: 'scalar',
  name: 'ChiSquared',
  draw: ({ 0: nu }, rng) => 2 * drawGamma(nu / 2, rng),
  cdf: (x, { 0: nu }) => gammaP(nu / 2, x / 2),
  quantile: (p, { 0: nu }) => 2 * gammaQuantile(p, nu / 2),
};
