import type { ScalarSampler } from './distribution-sampler.ts';
import { drawGeometric } from './draw-counts.ts';
import { expm1, log1p } from './math.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export const geometric: ScalarSampler = {
  kind: 'scalar',
  name: 'Geometric',
  draw: ({ 0: p }, rng) => drawGeometric(p, rng),
  cdf: (x, { 0: p }) => (x < 1 ? 0 : p === 1 ? 1 : -expm1(Math.floor(x) * log1p(-p))),
  quantile: (q, args) => discreteQuantile((k) => geometric.cdf(k, args), q, 1, Number.POSITIVE_INFINITY),
};
