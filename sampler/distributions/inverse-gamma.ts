import type { ScalarSampler } from './distribution-sampler.ts';
import { drawLogGamma } from './draw-gamma.ts';
import { gammaQ } from './incomplete-gamma.ts';
import { exp } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

export const inverseGamma: ScalarSampler = {
  kind: 'scalar',
  name: 'InverseGamma',
  draw: ({ 0: alpha, 1: beta }, rng) => beta * exp(-drawLogGamma(alpha, rng)),
  cdf: (x, { 0: alpha, 1: beta }) => (x <= 0 ? 0 : gammaQ(alpha, beta / x)),
  quantile: (p, args) =>
    continuousQuantile(
      (x) => inverseGamma.cdf(x, args),
      p,
      0,
      Number.POSITIVE_INFINITY,
      args[1] / args[0],
      args[1],
    ),
};
