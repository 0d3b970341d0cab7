import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const halfStudentT: Distribution = {
  name: 'HalfStudentT',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('nu', 'Degrees of freedom; small values give a heavy tail.'),
    positive('sigma', 'Scale.', '1'),
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity:
    '0.12078223763524522 + lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * log(nu) - log(sigma) - (nu + 1) / 2 * log1p(square(x / sigma) / nu)',
  logCdf: 'log_beta_i(2 * log(x / sigma) - log(nu), 0.5, nu / 2)',
  logCcdf: 'log_beta_i(log(nu) - 2 * log(x / sigma), nu / 2, 0.5)',
  mean: 'if nu > 1 then 2 * sigma * sqrt(nu / 3.141592653589793) * exp(lgamma((nu + 1) / 2) - lgamma(nu / 2)) / (nu - 1) else 1 / 0',
  sd: 'if nu > 2 then sigma * sqrt(nu / (nu - 2) - 4 * nu / (3.141592653589793 * square(nu - 1)) * exp(2 * lgamma((nu + 1) / 2) - 2 * lgamma(nu / 2))) else if nu > 1 then 1 / 0 else 0 / 0',
  doc: `The absolute value of a Student t with \`nu\` degrees of freedom, location 0 and scale \`sigma\`: a prior for scales with a heavier tail than HalfNormal.

    p(x) = 2 * Gamma((nu + 1) / 2) / (Gamma(nu / 2) * sqrt(nu * pi) * sigma) * (1 + (x / sigma)^2 / nu)^(-(nu + 1) / 2),   x >= 0

Gelman (2006), [Prior distributions for variance parameters in hierarchical models](https://doi.org/10.1214/06-BA117A)`,
};
