import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { exp, expm1, log, log1mExp, log1p } from './math.ts';

/** (1 - q^(1 / b))^(1 / a) from the logarithm of the upper probability q. */
const fromLogUpper = (logQ: number, a: number, b: number) => exp(log1mExp(logQ / b) / a);

export const kumaraswamy: ScalarSampler = {
  kind: 'scalar',
  name: 'Kumaraswamy',
  draw: ({ 0: a, 1: b }, rng) => fromLogUpper(log(openUniform(rng)), a, b),
  cdf: (x, { 0: a, 1: b }) => (x <= 0 ? 0 : x >= 1 ? 1 : -expm1(b * log1mExp(a * log(x)))),
  quantile: (p, { 0: a, 1: b }) => (p === 0 ? 0 : p === 1 ? 1 : fromLogUpper(log1p(-p), a, b)),
};
