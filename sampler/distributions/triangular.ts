import type { ScalarSampler } from './distribution-sampler.ts';

function quantile(p: number, { 0: lower, 1: upper, 2: c }: ArrayLike<number>): number {
  const width = upper - lower;
  return p * width <= c - lower
    ? lower + Math.sqrt(p * width * (c - lower))
    : upper - Math.sqrt((1 - p) * width * (upper - c));
}

export const triangular: ScalarSampler = {
  kind: 'scalar',
  name: 'Triangular',
  draw: (args, rng) => quantile(rng.next(), args),
  cdf: (x, { 0: lower, 1: upper, 2: c }) => {
    if (x <= lower) return 0;
    if (x >= upper) return 1;
    return x <= c
      ? (x - lower) ** 2 / ((upper - lower) * (c - lower))
      : 1 - (upper - x) ** 2 / ((upper - lower) * (upper - c));
  },
  quantile,
};
