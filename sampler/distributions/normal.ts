import { Phi, probit } from './math.ts';
import type { ScalarSampler } from './sampler.ts';

export const normal: ScalarSampler = {
  kind: 'scalar',
  name: 'Normal',
  draw: ({ 0: mu, 1: sigma }, rng) => mu + sigma * rng.normal(),
  cdf: (x, { 0: mu, 1: sigma }) => Phi((x - mu) / sigma),
  quantile: (p, { 0: mu, 1: sigma }) => mu + sigma * probit(p),
};
