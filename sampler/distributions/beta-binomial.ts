import { drawBinomial } from './draw-counts.ts';
import { drawBeta } from './draw-gamma.ts';
import { exp, lchoose, lgamma } from './math.ts';
import { discreteQuantile } from './quantile.ts';
import type { ScalarSampler } from './sampler.ts';

const lbeta = (a: number, b: number) => lgamma(a) + lgamma(b) - lgamma(a + b);

export const betaBinomial: ScalarSampler = {
  kind: 'scalar',
  name: 'BetaBinomial',
  draw: ({ 0: n, 1: alpha, 2: beta }, rng) => drawBinomial(n, drawBeta(alpha, beta, rng), rng),
  cdf: (x, { 0: n, 1: alpha, 2: beta }) => {
    if (x >= n) return 1;
    let total = 0;
    for (let k = 0; k <= x; k++) {
      total += exp(lchoose(n, k) + lbeta(k + alpha, n - k + beta) - lbeta(alpha, beta));
    }
    return Math.min(1, total);
  },
  quantile: (q, args) => discreteQuantile((k) => betaBinomial.cdf(k, args), q, 0, args[0]),
};
