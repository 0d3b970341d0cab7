import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const halfNormal: Distribution = {
  name: 'HalfNormal',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('sigma', 'Scale: the standard deviation of the unfolded normal.', '1')],
  support: { kind: 'interval', lower: '0' },
  logDensity: '-0.5 * square(x / sigma) - log(sigma) - 0.22579135264472744',
  cdf: 'erf(x / (1.4142135623730951 * sigma))',
  // log(erf) is exact for small x only; above, the small upper tail is subtracted.
  logCdf:
    'if x < sigma then log(erf(x / (1.4142135623730951 * sigma))) else log1m_exp(0.6931471805599453 + log_Phi(-x / sigma))',
  logCcdf:
    'if x < sigma then log1p(-erf(x / (1.4142135623730951 * sigma))) else 0.6931471805599453 + log_Phi(-x / sigma)',
  quantile: 'sigma * probit(0.5 + 0.5 * probability)',
  mean: '0.7978845608028654 * sigma',
  sd: '0.6028102749890869 * sigma',
  doc: `The absolute value of a normal with mean 0 and standard deviation \`sigma\`: a weakly informative prior for scales.
About 95 % of its mass lies below 2 * sigma.

    p(x) = sqrt(2 / pi) / sigma * exp(-(x / sigma)^2 / 2),   x >= 0

[Half-normal distribution](https://en.wikipedia.org/wiki/Half-normal_distribution)`,
};
