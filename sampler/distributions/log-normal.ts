import type { ScalarSampler } from './distribution-sampler.ts';
import { exp, log, Phi, probit } from './math.ts';

export const logNormal: ScalarSampler = {
  kind: 'scalar',
  name: 'LogNormal',
  draw: ({ 0: mu, 1: sigma }, rng) => exp(mu + sigma * rng.normal()),
  cdf: (x, { 0: mu, 1: sigma }) => (x <= 0 ? 0 : Phi((log(x) - mu) / sigma)),
  quantile: (p, { 0: mu, 1: sigma }) => exp(mu + sigma * probit(p)),
};
