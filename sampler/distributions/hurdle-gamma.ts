import type { ScalarSampler } from './distribution-sampler.ts';
import { drawGamma } from './draw-gamma.ts';
import { gammaQuantile } from './gamma.ts';
import { gammaP } from './incomplete-gamma.ts';

export const hurdleGamma: ScalarSampler = {
  kind: 'scalar',
  name: 'HurdleGamma',
  draw: ({ 0: psi, 1: alpha, 2: beta }, rng) => (rng.next() < psi ? drawGamma(alpha, rng) / beta : 0),
  cdf: (x, { 0: psi, 1: alpha, 2: beta }) => (x < 0 ? 0 : 1 - psi + psi * gammaP(alpha, beta * x)),
  quantile: (p, { 0: psi, 1: alpha, 2: beta }) =>
    p <= 1 - psi ? 0 : gammaQuantile((p - (1 - psi)) / psi, alpha) / beta,
};
