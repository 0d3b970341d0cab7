import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, log } from './math.ts';

function quantile(p: number, { 0: b, 1: kappa, 2: mu }: ArrayLike<number>): number {
  const below = (kappa * kappa) / (1 + kappa * kappa);
  return p < below
    ? mu + (kappa / b) * log(p / below)
    : mu - log((1 - p) * (1 + kappa * kappa)) / (b * kappa);
}

export const asymmetricLaplace: ScalarSampler = {
  kind: 'scalar',
  name: 'AsymmetricLaplace',
  draw: (args, rng) => quantile(openUniform(rng), args),
  cdf: (x, { 0: b, 1: kappa, 2: mu }) => {
    const square = kappa * kappa;
    return x < mu
      ? (square / (1 + square)) * exp(((x - mu) * b) / kappa)
      : 1 - exp(-(x - mu) * b * kappa) / (1 + square);
  },
  quantile,
};
