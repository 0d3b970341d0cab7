import type { ScalarSampler } from './distribution-sampler.ts';
import { exp, logPhi, Phi } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

export const wald: ScalarSampler = {
  kind: 'scalar',
  name: 'Wald',
  /** Michael, Schucany & Haas (1976), with the smaller root written without cancellation. */
  draw: ({ 0: mu, 1: lam }, rng) => {
    const z = rng.normal();
    const w = (mu * z * z) / (2 * lam);
    // w + sqrt(w^2 + 2 w) grows from 0; the small root is mu / (1 + that).
    const x = mu / (1 + w + Math.sqrt(w * (w + 2)));
    return rng.next() * (mu + x) <= mu ? x : (mu * mu) / x;
  },
  cdf: (x, { 0: mu, 1: lam }) => {
    if (x <= 0) return 0;
    const root = Math.sqrt(lam / x);
    return Math.min(1, Phi(root * (x / mu - 1)) + exp((2 * lam) / mu + logPhi(-root * (x / mu + 1))));
  },
  quantile: (p, args) =>
    continuousQuantile((x) => wald.cdf(x, args), p, 0, Number.POSITIVE_INFINITY, args[0], args[0]),
};
