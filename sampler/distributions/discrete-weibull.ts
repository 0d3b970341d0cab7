import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { expm1, log, pow } from './math.ts';
import { discreteQuantile } from './numeric-quantile.ts';

export const discreteWeibull: ScalarSampler = {
  kind: 'scalar',
  name: 'DiscreteWeibull',
  // P(X >= k) = q^(k^beta): the largest k with q^(k^beta) > u.
  draw: ({ 0: q, 1: beta }, rng) => Math.max(0, Math.ceil(pow(log(openUniform(rng)) / log(q), 1 / beta)) - 1),
  cdf: (x, { 0: q, 1: beta }) => (x < 0 ? 0 : -expm1(pow(Math.floor(x) + 1, beta) * log(q))),
  quantile: (p, args) =>
    discreteQuantile((k) => discreteWeibull.cdf(k, args), p, 0, Number.POSITIVE_INFINITY),
};
