import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { invLogit, logit } from './math.ts';

export const logistic: ScalarSampler = {
  kind: 'scalar',
  name: 'Logistic',
  draw: ({ 0: mu, 1: s }, rng) => mu + s * logit(openUniform(rng)),
  cdf: (x, { 0: mu, 1: s }) => invLogit((x - mu) / s),
  quantile: (p, { 0: mu, 1: s }) => mu + s * logit(p),
};
