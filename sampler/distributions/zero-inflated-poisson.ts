import type { ScalarSampler } from './distribution-sampler.ts';
import { drawPoisson } from './draw-counts.ts';
import { discreteQuantile } from './numeric-quantile.ts';
import { poissonCdf } from './poisson.ts';

export const zeroInflatedPoisson: ScalarSampler = {
  kind: 'scalar',
  name: 'ZeroInflatedPoisson',
  draw: ({ 0: psi, 1: mu }, rng) => (rng.next() < psi ? drawPoisson(mu, rng) : 0),
  cdf: (x, { 0: psi, 1: mu }) => (x < 0 ? 0 : 1 - psi + psi * poissonCdf(x, mu)),
  quantile: (p, args) =>
    discreteQuantile((k) => zeroInflatedPoisson.cdf(k, args), p, 0, Number.POSITIVE_INFINITY),
};
