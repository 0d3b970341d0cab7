import type { ScalarSampler } from './distribution-sampler.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export const discreteUniform: ScalarSampler = {
  kind: 'scalar',
  name: 'DiscreteUniform',
  draw: ({ 0: lower, 1: upper }, rng) =>
    upper < lower ? Number.NaN : lower + Math.floor((upper - lower + 1) * rng.next()),
  cdf: (x, { 0: lower, 1: upper }) =>
    Math.min(1, Math.max(0, (Math.floor(x) - lower + 1) / (upper - lower + 1))),
  quantile: (p, args) => discreteQuantile((k) => discreteUniform.cdf(k, args), p, args[0], args[1]),
};
