import type { ScalarSampler } from './distribution-sampler.ts';
import { integrate } from './integrate.ts';
import { exp, Phi } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

/** Owen's T function by quadrature; Owen (1956), Tables for computing bivariate normal probabilities. */
export function owenT(h: number, a: number): number {
  if (a < 0) return -owenT(h, -a);
  // Beyond t = 40 / |h| the integrand is below 1e-300.
  const end = h === 0 ? a : Math.min(a, 40 / Math.abs(h));
  const f = (t: number) => exp(-0.5 * h * h * (1 + t * t)) / (1 + t * t);
  return integrate(f, 0, end, [1 / (1 + Math.abs(h)), 1, 10, 100], 1e-13) / (2 * Math.PI);
}

export const skewNormal: ScalarSampler = {
  kind: 'scalar',
  name: 'SkewNormal',
  draw: ({ 0: mu, 1: sigma, 2: alpha }, rng) => {
    const delta = alpha / Math.sqrt(1 + alpha * alpha);
    const shared = Math.abs(rng.normal());
    return mu + sigma * (delta * shared + Math.sqrt(1 - delta * delta) * rng.normal());
  },
  cdf: (x, { 0: mu, 1: sigma, 2: alpha }) => {
    const z = (x - mu) / sigma;
    return Math.max(0, Phi(z) - 2 * owenT(z, alpha));
  },
  quantile: (p, args) =>
    continuousQuantile(
      (x) => skewNormal.cdf(x, args),
      p,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      args[0],
      args[1],
    ),
};
