import type { ScalarSampler } from './distribution-sampler.ts';

export const bernoulli: ScalarSampler = {
  kind: 'scalar',
  name: 'Bernoulli',
  draw: ({ 0: p }, rng) => (p >= 0 && p <= 1 ? (rng.next() < p ? 1 : 0) : Number.NaN),
  cdf: (x, { 0: p }) => (x < 0 ? 0 : x < 1 ? 1 - p : 1),
  quantile: (q, { 0: p }) => (q <= 1 - p ? 0 : 1),
};
