import type { ScalarSampler } from './distribution-sampler.ts';
import { drawNegativeBinomial } from './draw-counts.ts';
import { betaI } from './math.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export function negativeBinomialCdf(x: number, mu: number, alpha: number): number {
  return x < 0 ? 0 : mu === 0 ? 1 : betaI(alpha / (alpha + mu), alpha, Math.floor(x) + 1);
}

export const negativeBinomial: ScalarSampler = {
  kind: 'scalar',
  name: 'NegativeBinomial',
  draw: ({ 0: mu, 1: alpha }, rng) => drawNegativeBinomial(mu, alpha, rng),
  cdf: (x, { 0: mu, 1: alpha }) => negativeBinomialCdf(x, mu, alpha),
  quantile: (p, { 0: mu, 1: alpha }) =>
    discreteQuantile((k) => negativeBinomialCdf(k, mu, alpha), p, 0, Number.POSITIVE_INFINITY),
};
