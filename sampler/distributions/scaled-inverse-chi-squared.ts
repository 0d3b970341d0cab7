import type { ScalarSampler } from './distribution-sampler.ts';
import { inverseGamma } from './inverse-gamma.ts';

const asInverseGamma = ({ 0: nu, 1: s }: ArrayLike<number>) => [nu / 2, (nu * s * s) / 2];

export const scaledInverseChiSquared: ScalarSampler = {
  kind: 'scalar',
  name: 'ScaledInverseChiSquared',
  draw: (args, rng) => inverseGamma.draw(asInverseGamma(args), rng),
  cdf: (x, args) => inverseGamma.cdf(x, asInverseGamma(args)),
  quantile: (p, args) => inverseGamma.quantile(p, asInverseGamma(args)),
};
