import { binomialCdf } from './binomial.ts';
import type { ScalarSampler } from './distribution-sampler.ts';
import { drawBinomial } from './draw-counts.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export const zeroInflatedBinomial: ScalarSampler = {
  kind: 'scalar',
  name: 'ZeroInflatedBinomial',
  draw: ({ 0: psi, 1: n, 2: p }, rng) => (rng.next() < psi ? drawBinomial(n, p, rng) : 0),
  cdf: (x, { 0: psi, 1: n, 2: p }) => (x < 0 ? 0 : 1 - psi + psi * binomialCdf(x, n, p)),
  quantile: (q, args) => discreteQuantile((k) => zeroInflatedBinomial.cdf(k, args), q, 0, args[1]),
};
