import { openUniform, type Rng, type ScalarSampler } from './distribution-sampler.ts';
import { exp, log, log1mExp, logPhi, Phi, probit } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

/** Log of the standard normal mass between a < b, in the tail that keeps its digits. */
function logMass(a: number, b: number): number {
  if (a > 0) return logMass(-b, -a);
  const upper = logPhi(b);
  return upper + log1mExp(logPhi(a) - upper);
}

/** A standard normal draw between a and b; Robert (1995), Simulation of truncated normal variables, in the tail. */
function drawStandard(a: number, b: number, rng: Rng): number {
  if (!(a < b)) return a === b ? a : Number.NaN;
  if (b < 0) return -drawStandard(-b, -a, rng);
  if (a < 5) {
    // Here both probabilities are exact enough: at most the far end of the upper tail is cut coarsely.
    if (a > 0) return -probit(Phi(-b) + (Phi(-a) - Phi(-b)) * openUniform(rng));
    const low = Phi(a);
    return Math.min(b, Math.max(a, probit(low + (Phi(b) - low) * openUniform(rng))));
  }
  const rate = (a + Math.sqrt(a * a + 4)) / 2;
  for (;;) {
    // Exponential beyond a, cut at b.
    const x = a - log(1 - openUniform(rng) * (1 - exp(-rate * (b - a)))) / rate;
    if (x <= b && openUniform(rng) <= exp(-0.5 * (x - rate) ** 2)) return x;
  }
}

export const truncatedNormal: ScalarSampler = {
  kind: 'scalar',
  name: 'TruncatedNormal',
  draw: ({ 0: mu, 1: sigma, 2: lower, 3: upper }, rng) =>
    mu + sigma * drawStandard((lower - mu) / sigma, (upper - mu) / sigma, rng),
  cdf: (x, { 0: mu, 1: sigma, 2: lower, 3: upper }) => {
    if (x <= lower) return 0;
    if (x >= upper) return 1;
    const [a, z, b] = [(lower - mu) / sigma, (x - mu) / sigma, (upper - mu) / sigma];
    return exp(logMass(a, z) - logMass(a, b));
  },
  quantile: (p, args) => {
    const { 0: mu, 1: sigma, 2: lower, 3: upper } = args;
    const start = Math.min(Math.max(mu, lower), upper);
    const inside = start === lower || start === upper ? nudge(start, args) : start;
    return continuousQuantile((x) => truncatedNormal.cdf(x, args), p, lower, upper, inside, sigma);
  },
};

/** A point inside, near the bound where the mass lies. */
function nudge(bound: number, { 1: sigma, 2: lower, 3: upper }: ArrayLike<number>): number {
  const step = Math.min(sigma / 100, (upper - lower) / 2);
  return bound === lower ? bound + step : bound - step;
}
