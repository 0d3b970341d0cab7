import type { ScalarSampler } from './distribution-sampler.ts';
import { drawNegativeBinomial } from './draw-counts.ts';
import { negativeBinomialCdf } from './negative-binomial.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export const zeroInflatedNegativeBinomial: ScalarSampler = {
  kind: 'scalar',
  name: 'ZeroInflatedNegativeBinomial',
  draw: ({ 0: psi, 1: mu, 2: alpha }, rng) => (rng.next() < psi ? drawNegativeBinomial(mu, alpha, rng) : 0),
  cdf: (x, { 0: psi, 1: mu, 2: alpha }) => (x < 0 ? 0 : 1 - psi + psi * negativeBinomialCdf(x, mu, alpha)),
  quantile: (p, args) =>
    discreteQuantile((k) => zeroInflatedNegativeBinomial.cdf(k, args), p, 0, Number.POSITIVE_INFINITY),
};
