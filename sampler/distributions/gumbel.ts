import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, log } from './math.ts';

export const gumbel: ScalarSampler = {
  kind: 'scalar',
  name: 'Gumbel',
  draw: ({ 0: mu, 1: beta }, rng) => mu - beta * log(-log(openUniform(rng))),
  cdf: (x, { 0: mu, 1: beta }) => exp(-exp((mu - x) / beta)),
  quantile: (p, { 0: mu, 1: beta }) => mu - beta * log(-log(p)),
};
