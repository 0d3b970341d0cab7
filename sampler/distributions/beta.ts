import type { ScalarSampler } from './distribution-sampler.ts';
import { drawBeta } from './draw-gamma.ts';
import { betaI } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

export const beta: ScalarSampler = {
  kind: 'scalar',
  name: 'Beta',
  draw: ({ 0: a, 1: b }, rng) => drawBeta(a, b, rng),
  cdf: (x, { 0: a, 1: b }) => betaI(x, a, b),
  quantile: (p, { 0: a, 1: b }) => continuousQuantile((x) => betaI(x, a, b), p, 0, 1, a / (a + b), 0.1),
};
