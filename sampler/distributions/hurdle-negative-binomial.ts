import { openUniform, type Rng, type ScalarSampler } from './distribution-sampler.ts';
import { drawNegativeBinomial } from './draw-counts.ts';
import { betaI, expm1, log1p } from './math.ts';
import { discreteQuantile } from './numeric-quantile.ts';

const logZero = (mu: number, alpha: number) => -alpha * log1p(mu / alpha);

/** P(N > k) of a negative binomial count known to be above zero. */
function positiveTail(k: number, mu: number, alpha: number): number {
  return k < 1 ? 1 : betaI(mu / (mu + alpha), k + 1, alpha) / -expm1(logZero(mu, alpha));
}

/** By rejection of zeros where they are at most about a third, else by inversion. */
function drawPositive(mu: number, alpha: number, rng: Rng): number {
  if (logZero(mu, alpha) > -1) {
    const u = openUniform(rng);
    return discreteQuantile((k) => 1 - positiveTail(k, mu, alpha), u, 1, Number.POSITIVE_INFINITY);
  }
  for (;;) {
    const count = drawNegativeBinomial(mu, alpha, rng);
    if (count !== 0) return count;
  }
}

export const hurdleNegativeBinomial: ScalarSampler = {
  kind: 'scalar',
  name: 'HurdleNegativeBinomial',
  draw: ({ 0: psi, 1: mu, 2: alpha }, rng) => (rng.next() < psi ? drawPositive(mu, alpha, rng) : 0),
  cdf: (x, { 0: psi, 1: mu, 2: alpha }) => {
    const k = Math.floor(x);
    if (k < 1) return k < 0 ? 0 : 1 - psi;
    return 1 - psi * positiveTail(k, mu, alpha);
  },
  quantile: (p, args) =>
    discreteQuantile((k) => hurdleNegativeBinomial.cdf(k, args), p, 0, Number.POSITIVE_INFINITY),
};
