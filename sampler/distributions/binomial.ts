import type { ScalarSampler } from './distribution-sampler.ts';
import { drawBinomial } from './draw-counts.ts';
import { betaI } from './math.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export function binomialCdf(x: number, n: number, p: number): number {
  const k = Math.floor(x);
  if (k < 0) return 0;
  return k >= n ? 1 : betaI(1 - p, n - k, k + 1);
}

export const binomial: ScalarSampler = {
  kind: 'scalar',
  name: 'Binomial',
  draw: ({ 0: n, 1: p }, rng) => drawBinomial(n, p, rng),
  cdf: (x, { 0: n, 1: p }) => binomialCdf(x, n, p),
  quantile: (q, { 0: n, 1: p }) => discreteQuantile((k) => binomialCdf(k, n, p), q, 0, n),
};
