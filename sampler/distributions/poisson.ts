import type { ScalarSampler } from './distribution-sampler.ts';
import { drawPoisson } from './draw-counts.ts';
import { gammaQ } from './incomplete-gamma.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export function poissonCdf(x: number, mu: number): number {
  if (x < 0) return 0;
  return mu === 0 ? 1 : gammaQ(Math.floor(x) + 1, mu);
}

export const poisson: ScalarSampler = {
  kind: 'scalar',
  name: 'Poisson',
  draw: ({ 0: mu }, rng) => drawPoisson(mu, rng),
  cdf: (x, { 0: mu }) => poissonCdf(x, mu),
  quantile: (p, { 0: mu }) => discreteQuantile((k) => poissonCdf(k, mu), p, 0, Number.POSITIVE_INFINITY),
};
