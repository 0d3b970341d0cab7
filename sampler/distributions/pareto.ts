import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, expm1, log, log1p } from './math.ts';

export const pareto: ScalarSampler = {
  kind: 'scalar',
  name: 'Pareto',
  draw: ({ 0: alpha, 1: m }, rng) => m * exp(-log(openUniform(rng)) / alpha),
  cdf: (x, { 0: alpha, 1: m }) => (x <= m ? 0 : -expm1(alpha * log(m / x))),
  quantile: (p, { 0: alpha, 1: m }) => (p === 0 ? m : m * exp(-log1p(-p) / alpha)),
};
