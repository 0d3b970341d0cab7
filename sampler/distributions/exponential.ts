import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { expm1, log, log1p } from './math.ts';

export const exponential: ScalarSampler = {
  kind: 'scalar',
  name: 'Exponential',
  draw: ({ 0: lam }, rng) => -log(openUniform(rng)) / lam,
  cdf: (x, { 0: lam }) => (x <= 0 ? 0 : -expm1(-lam * x)),
  quantile: (p, { 0: lam }) => (p === 0 ? 0 : -log1p(-p) / lam),
};
