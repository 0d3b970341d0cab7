import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const weibull: Distribution = {
  name: 'Weibull',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('alpha', 'Shape; below 1 the hazard falls with time, above 1 it rises.'),
    positive('beta', 'Scale: the 63.2 % quantile.'),
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity:
    'log(alpha) - log(beta) + (alpha - 1) * (log(x) - log(beta)) - exp(alpha * (log(x) - log(beta)))',
  cdf: '-expm1(-(x / beta)^alpha)',
  logCdf: 'log1m_exp(-(x / beta)^alpha)',
  logCcdf: '-(x / beta)^alpha',
  quantile: 'beta * (-log1p(-probability))^(1 / alpha)',
  mean: 'beta * exp(lgamma(1 + 1 / alpha))',
  sd: 'beta * sqrt(exp(lgamma(1 + 2 / alpha)) - exp(2 * lgamma(1 + 1 / alpha)))',
  doc: `The Weibull distribution of lifetimes with shape \`alpha\` and scale \`beta\`.

    p(x) = alpha / beta * (x / beta)^(alpha - 1) * exp(-(x / beta)^alpha),   x > 0

[Weibull distribution](https://en.wikipedia.org/wiki/Weibull_distribution)`,
};
