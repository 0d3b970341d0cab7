import type { ScalarSampler } from './distribution-sampler.ts';
import { exp, log, Phi, probit } from './math.ts';

export const hurdleLogNormal: ScalarSampler = {
  kind: 'scalar',
  name: 'HurdleLogNormal',
  draw: ({ 0: psi, 1: mu, 2: sigma }, rng) => (rng.next() < psi ? exp(mu + sigma * rng.normal()) : 0),
  cdf: (x, { 0: psi, 1: mu, 2: sigma }) =>
    x < 0 ? 0 : x === 0 ? 1 - psi : 1 - psi + psi * Phi((log(x) - mu) / sigma),
  quantile: (p, { 0: psi, 1: mu, 2: sigma }) =>
    p <= 1 - psi ? 0 : exp(mu + sigma * probit((p - (1 - psi)) / psi)),
};
