import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const chiSquared: Distribution = {
  name: 'ChiSquared',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('nu', 'Degrees of freedom: the mean.')],
  support: { kind: 'interval', lower: '0' },
  logDensity: '(nu / 2 - 1) * log(x) - x / 2 - nu / 2 * 0.6931471805599453 - lgamma(nu / 2)',
  logCdf: 'log_gamma_p(nu / 2, x / 2)',
  logCcdf: 'log_gamma_q(nu / 2, x / 2)',
  mean: 'nu',
  sd: 'sqrt(2 * nu)',
  doc: `The chi-squared distribution with \`nu\` degrees of freedom: the sum of \`nu\` squared standard normals.

    p(x) = x^(nu / 2 - 1) * exp(-x / 2) / (2^(nu / 2) * Gamma(nu / 2)),   x > 0

[Chi-squared distribution](https://en.wikipedia.org/wiki/Chi-squared_distribution)`,
};
