import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { atan, tan } from './math.ts';

const quantile = (p: number) => (p === 1 ? Number.POSITIVE_INFINITY : tan((Math.PI / 2) * p));

export const halfCauchy: ScalarSampler = {
  kind: 'scalar',
  name: 'HalfCauchy',
  draw: ({ 0: beta }, rng) => beta * quantile(openUniform(rng)),
  cdf: (x, { 0: beta }) => (x <= 0 ? 0 : (2 / Math.PI) * atan(x / beta)),
  quantile: (p, { 0: beta }) => beta * quantile(p),
};
