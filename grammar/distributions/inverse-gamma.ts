import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const inverseGamma: Distribution = {
  name: 'InverseGamma',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('alpha', 'Shape.'), positive('beta', 'Scale.', '1')],
  parameterisations: [
    {
      arguments: [positive('mu', 'Mean.'), positive('sigma', 'Standard deviation.')],
      rewrite: { alpha: '2 + square(mu / sigma)', beta: 'mu * (1 + square(mu / sigma))' },
    },
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity: 'alpha * log(beta) - lgamma(alpha) - (alpha + 1) * log(x) - beta / x',
  logCdf: 'log_gamma_q(alpha, beta / x)',
  logCcdf: 'log_gamma_p(alpha, beta / x)',
  mean: 'if alpha > 1 then beta / (alpha - 1) else 1 / 0',
  sd: 'if alpha > 2 then beta / ((alpha - 1) * sqrt(alpha - 2)) else if alpha > 1 then 1 / 0 else 0 / 0',
  doc: `The distribution of 1 / z where z is Gamma(alpha, beta): shape \`alpha\` and scale \`beta\`. It keeps a length scale or a variance away from zero.

    p(x) = beta^alpha / Gamma(alpha) * x^(-alpha - 1) * exp(-beta / x),   x > 0

[Inverse-gamma distribution](https://en.wikipedia.org/wiki/Inverse-gamma_distribution)`,
};
