import type { Rng, ScalarSampler } from './distribution-sampler.ts';
import { drawLogGamma } from './draw-gamma.ts';
import { betaI, exp, log } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

/** P(T <= t) of the standard t distribution. */
export function studentTCdf(t: number, nu: number): number {
  if (!(nu > 0) || Number.isNaN(t)) return Number.NaN;
  const t2 = t * t;
  // The smaller of the two forms is the exact one: near 0 the tail is one half less little, far out it is little.
  const tail =
    t2 < nu ? 0.5 - 0.5 * betaI(t2 / (nu + t2), 0.5, nu / 2) : 0.5 * betaI(nu / (nu + t2), nu / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

export function studentTQuantile(p: number, nu: number): number {
  const sign = p > 0.5 ? -1 : 1;
  const tail = p > 0.5 ? 1 - p : p;
  return (
    sign *
    continuousQuantile(
      (t) => studentTCdf(t, nu),
      tail,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      0,
      1,
    )
  );
}

/** z / sqrt(chi-squared / nu). */
export function drawStudentT(nu: number, rng: Rng): number {
  const z = rng.normal();
  return z * exp(0.5 * (log(nu / 2) - drawLogGamma(nu / 2, rng)));
}

export const studentT: ScalarSampler = {
  kind: 'scalar',
  name: 'StudentT',
  draw: ({ 0: nu, 1: mu, 2: sigma }, rng) => mu + sigma * drawStudentT(nu, rng),
  cdf: (x, { 0: nu, 1: mu, 2: sigma }) => studentTCdf((x - mu) / sigma, nu),
  quantile: (p, { 0: nu, 1: mu, 2: sigma }) => mu + sigma * studentTQuantile(p, nu),
};
