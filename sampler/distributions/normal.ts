import type { ScalarSampler } from './distribution-sampler.ts';
import { Phi, probit } from './math.ts';

export const normal: ScalarSampler = {
  kind: 'scalar',
  name: 'Normal',
  draw: ({ 0: mu, 1: sigma }, rng) => mu + sigma * rng.normal(),
  cdf: (x, { 0: mu, 1: sigma }) => Phi((x - mu) / sigma),
  quantile: (p, { 0: mu, 1: sigma }) => mu + sigma * probit(p),
};
