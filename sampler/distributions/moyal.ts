import type { ScalarSampler } from './distribution-sampler.ts';
import { erfc, exp, log, probit } from './math.ts';

export const moyal: ScalarSampler = {
  kind: 'scalar',
  name: 'Moyal',
  // exp(-z) is chi-squared with one degree of freedom.
  draw: ({ 0: mu, 1: sigma }, rng) => mu - 2 * sigma * log(Math.abs(rng.normal())),
  cdf: (x, { 0: mu, 1: sigma }) => erfc(Math.SQRT1_2 * exp((0.5 * (mu - x)) / sigma)),
  quantile: (p, { 0: mu, 1: sigma }) => mu - 2 * sigma * log(-probit(p / 2)),
};
