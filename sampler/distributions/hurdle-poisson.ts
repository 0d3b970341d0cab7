import { openUniform, type Rng, type ScalarSampler } from './distribution-sampler.ts';
import { drawPoisson } from './draw-counts.ts';
import { gammaP } from './incomplete-gamma.ts';
import { expm1, log1p } from './math.ts';
import { discreteQuantile } from './numeric-quantile.ts';

/**
 * A Poisson count known to be above zero: the first event of the unit interval falls at t, an exponential cut
 * to it, and the rest is Poisson with the time left. No rejection, so small rates are no problem.
 */
function drawPositivePoisson(mu: number, rng: Rng): number {
  const t = -log1p(openUniform(rng) * expm1(-mu)) / mu;
  return 1 + drawPoisson(mu * Math.max(0, 1 - t), rng);
}

export const hurdlePoisson: ScalarSampler = {
  kind: 'scalar',
  name: 'HurdlePoisson',
  draw: ({ 0: psi, 1: mu }, rng) => (rng.next() < psi ? drawPositivePoisson(mu, rng) : 0),
  cdf: (x, { 0: psi, 1: mu }) => {
    const k = Math.floor(x);
    if (k < 1) return k < 0 ? 0 : 1 - psi;
    // The mass above k of the positive counts: an upper tail divided by the total.
    return 1 - (psi * gammaP(k + 1, mu)) / -expm1(-mu);
  },
  quantile: (p, args) => discreteQuantile((k) => hurdlePoisson.cdf(k, args), p, 0, Number.POSITIVE_INFINITY),
};
