import type { ScalarSampler } from './distribution-sampler.ts';
import { integrate } from './integrate.ts';
import { exp, logI0Scaled, Phi } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

export const rice: ScalarSampler = {
  kind: 'scalar',
  name: 'Rice',
  draw: ({ 0: nu, 1: sigma }, rng) =>
    Math.sqrt((nu + sigma * rng.normal()) ** 2 + (sigma * rng.normal()) ** 2),
  cdf: (x, { 0: nu, 1: sigma }) => {
    if (x <= 0) return 0;
    // In units of sigma; the mass lies within about ten of them around the centre.
    const b = nu / sigma;
    // Then the distance is the coordinate along the line to the centre, but for the other's 1 / (2 b).
    if (b > 1e6) return Phi((x - nu) / sigma - 0.5 / b);
    const f = (t: number) => t * exp(-0.5 * (t - b) ** 2 + logI0Scaled(t * b));
    const from = Math.max(0, b - 38);
    const breaks = [-8, -3, 0, 3, 8].map((k) => b + k);
    return Math.min(1, integrate(f, from, Math.max(from, Math.min(x / sigma, b + 40)), breaks, 1e-13));
  },
  quantile: (p, args) =>
    continuousQuantile((x) => rice.cdf(x, args), p, 0, Number.POSITIVE_INFINITY, args[0] + args[1], args[1]),
};
