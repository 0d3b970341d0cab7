import type { ScalarSampler } from './distribution-sampler.ts';

export const uniform: ScalarSampler = {
  kind: 'scalar',
  name: 'Uniform',
  draw: ({ 0: lower, 1: upper }, rng) => (upper < lower ? Number.NaN : lower + (upper - lower) * rng.next()),
  cdf: (x, { 0: lower, 1: upper }) => Math.min(1, Math.max(0, (x - lower) / (upper - lower))),
  quantile: (p, { 0: lower, 1: upper }) => lower + (upper - lower) * p,
};
