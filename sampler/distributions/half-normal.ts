import type { ScalarSampler } from './distribution-sampler.ts';
import { erf, probit } from './math.ts';

export const halfNormal: ScalarSampler = {
  kind: 'scalar',
  name: 'HalfNormal',
  draw: ({ 0: sigma }, rng) => sigma * Math.abs(rng.normal()),
  cdf: (x, { 0: sigma }) => (x <= 0 ? 0 : erf(x / (Math.SQRT2 * sigma))),
  quantile: (p, { 0: sigma }) => (p === 0 ? 0 : -sigma * probit((1 - p) / 2)),
};
