import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, log, logPhi, Phi } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

export const exGaussian: ScalarSampler = {
  kind: 'scalar',
  name: 'ExGaussian',
  draw: ({ 0: mu, 1: sigma, 2: nu }, rng) => mu + sigma * rng.normal() - nu * log(openUniform(rng)),
  cdf: (x, { 0: mu, 1: sigma, 2: nu }) => {
    const z = (x - mu) / sigma;
    const ratio = sigma / nu;
    return Math.max(0, Phi(z) - exp((mu - x) / nu + 0.5 * ratio * ratio + logPhi(z - ratio)));
  },
  quantile: (p, args) =>
    continuousQuantile(
      (x) => exGaussian.cdf(x, args),
      p,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      args[0] + args[2],
      args[1] + args[2],
    ),
};
