import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { expm1, log, log1p, pow } from './math.ts';

export const weibull: ScalarSampler = {
  kind: 'scalar',
  name: 'Weibull',
  draw: ({ 0: alpha, 1: beta }, rng) => beta * pow(-log(openUniform(rng)), 1 / alpha),
  cdf: (x, { 0: alpha, 1: beta }) => (x <= 0 ? 0 : -expm1(-pow(x / beta, alpha))),
  quantile: (p, { 0: alpha, 1: beta }) => (p === 0 ? 0 : beta * pow(-log1p(-p), 1 / alpha)),
};
