import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const gamma: Distribution = {
  name: 'Gamma',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('alpha', 'Shape.'), positive('beta', 'Rate: the inverse of the scale.')],
  parameterisations: [
    {
      arguments: [positive('mu', 'Mean.'), positive('sigma', 'Standard deviation.')],
      rewrite: { alpha: 'square(mu / sigma)', beta: 'mu / square(sigma)' },
    },
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity: 'alpha * log(beta) - lgamma(alpha) + (alpha - 1) * log(x) - beta * x',
  logCdf: 'log_gamma_p(alpha, beta * x)',
  logCcdf: 'log_gamma_q(alpha, beta * x)',
  mean: 'alpha / beta',
  sd: 'sqrt(alpha) / beta',
  doc: `The gamma distribution with shape \`alpha\` and rate \`beta\`; or by its mean and standard deviation, \`Gamma(mu = m, sigma = s)\`.

    p(x) = beta^alpha / Gamma(alpha) * x^(alpha - 1) * exp(-beta * x),   x > 0

[Gamma distribution](https://en.wikipedia.org/wiki/Gamma_distribution)`,
};
