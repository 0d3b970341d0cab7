import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const scaledInverseChiSquared: Distribution = {
  name: 'ScaledInverseChiSquared',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('nu', 'Degrees of freedom: the prior sample size.'),
    positive('s', 'Scale: a prior guess of the standard deviation (not of the variance).', '1'),
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity:
    'nu / 2 * log(nu / 2) - lgamma(nu / 2) + nu * log(s) - (nu / 2 + 1) * log(x) - nu * square(s) / (2 * x)',
  logCdf: 'log_gamma_q(nu / 2, nu * square(s) / (2 * x))',
  logCcdf: 'log_gamma_p(nu / 2, nu * square(s) / (2 * x))',
  mean: 'if nu > 2 then nu * square(s) / (nu - 2) else 1 / 0',
  sd: 'if nu > 4 then nu * square(s) / (nu - 2) * sqrt(2 / (nu - 4)) else if nu > 2 then 1 / 0 else 0 / 0',
  doc: `The conjugate prior of a normal variance, with \`nu\` degrees of freedom and scale \`s\`, as Stan's scaled_inv_chi_square. The same as InverseGamma(nu / 2, nu * s^2 / 2).

    p(x) = (nu / 2)^(nu / 2) / Gamma(nu / 2) * s^nu * x^(-nu / 2 - 1) * exp(-nu * s^2 / (2 * x)),   x > 0

Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, appendix A`,
};
