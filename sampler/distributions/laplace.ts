import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, log } from './math.ts';

const quantile = (p: number) => (p < 0.5 ? log(2 * p) : -log(2 * (1 - p)));

export const laplace: ScalarSampler = {
  kind: 'scalar',
  name: 'Laplace',
  draw: ({ 0: mu, 1: b }, rng) => mu + b * quantile(openUniform(rng)),
  cdf: (x, { 0: mu, 1: b }) => (x < mu ? 0.5 * exp((x - mu) / b) : 1 - 0.5 * exp((mu - x) / b)),
  quantile: (p, { 0: mu, 1: b }) => mu + b * quantile(p),
};
