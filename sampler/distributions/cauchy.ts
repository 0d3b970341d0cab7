import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { atan2, tan } from './math.ts';

/** Quantile of the standard Cauchy; both tails keep their precision. */
function cauchyQuantile(p: number): number {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  return p < 0.5 ? -1 / tan(Math.PI * p) : 1 / tan(Math.PI * (1 - p));
}

export const cauchy: ScalarSampler = {
  kind: 'scalar',
  name: 'Cauchy',
  draw: ({ 0: alpha, 1: beta }, rng) => alpha + beta * cauchyQuantile(openUniform(rng)),
  cdf: (x, { 0: alpha, 1: beta }) => atan2(1, (alpha - x) / beta) / Math.PI,
  quantile: (p, { 0: alpha, 1: beta }) => alpha + beta * cauchyQuantile(p),
};
