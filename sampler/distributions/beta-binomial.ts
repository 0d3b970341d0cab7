import type { ScalarSampler } from './distribution-sampler.ts';
import { drawBinomial } from './draw-counts.ts';
import { drawBeta } from './draw-gamma.ts';
import { exp, lchoose, lgamma } from './math.ts';
import { massQuantile, sumOfMasses } from './numeric-quantile.ts';

const lbeta = (a: number, b: number) => lgamma(a) + lgamma(b) - lgamma(a + b);

function mass({ 0: n, 1: alpha, 2: beta }: ArrayLike<number>): (k: number) => number {
  return (k) => exp(lchoose(n, k) + lbeta(k + alpha, n - k + beta) - lbeta(alpha, beta));
}

export const betaBinomial: ScalarSampler = {
  kind: 'scalar',
  name: 'BetaBinomial',
  draw: ({ 0: n, 1: alpha, 2: beta }, rng) => drawBinomial(n, drawBeta(alpha, beta, rng), rng),
  cdf: (x, args) => (x >= args[0] ? 1 : sumOfMasses(mass(args), 0, x)),
  quantile: (p, args) => massQuantile(mass(args), p, 0, args[0]),
};
