import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, invLogit, log, logit } from './math.ts';

export const logLogistic: ScalarSampler = {
  kind: 'scalar',
  name: 'LogLogistic',
  draw: ({ 0: alpha, 1: beta }, rng) => alpha * exp(logit(openUniform(rng)) / beta),
  cdf: (x, { 0: alpha, 1: beta }) => (x <= 0 ? 0 : invLogit(beta * log(x / alpha))),
  quantile: (p, { 0: alpha, 1: beta }) => alpha * exp(logit(p) / beta),
};
