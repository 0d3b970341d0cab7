import type { ScalarSampler } from './distribution-sampler.ts';
import { invLogit, logit, Phi, probit } from './math.ts';

export const logitNormal: ScalarSampler = {
  kind: 'scalar',
  name: 'LogitNormal',
  draw: ({ 0: mu, 1: sigma }, rng) => invLogit(mu + sigma * rng.normal()),
  cdf: (x, { 0: mu, 1: sigma }) => (x <= 0 ? 0 : x >= 1 ? 1 : Phi((logit(x) - mu) / sigma)),
  quantile: (p, { 0: mu, 1: sigma }) => invLogit(mu + sigma * probit(p)),
};
