import { positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const beta: Distribution = {
  name: 'Beta',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('alpha', 'First shape: prior successes plus one, in a binomial model.'),
    positive('beta', 'Second shape: prior failures plus one, in a binomial model.'),
  ],
  parameterisations: [
    {
      arguments: [unit('mu', 'Mean.'), positive('nu', 'Concentration: alpha + beta, the prior sample size.')],
      rewrite: { alpha: 'mu * nu', beta: '(1 - mu) * nu' },
    },
    {
      arguments: [unit('mu', 'Mean.'), positive('sigma', 'Standard deviation, below sqrt(mu * (1 - mu)).')],
      rewrite: {
        alpha: 'mu * (mu * (1 - mu) / square(sigma) - 1)',
        beta: '(1 - mu) * (mu * (1 - mu) / square(sigma) - 1)',
      },
    },
  ],
  support: { kind: 'interval', lower: '0', upper: '1' },
  logDensity:
    '(alpha - 1) * log(x) + (beta - 1) * log1p(-x) + lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)',
  logCdf: 'log_beta_i(logit(x), alpha, beta)',
  logCcdf: 'log_beta_i(-logit(x), beta, alpha)',
  mean: 'alpha / (alpha + beta)',
  sd: 'sqrt(alpha * beta / (alpha + beta + 1)) / (alpha + beta)',
  doc: `The beta distribution on (0, 1) with shapes \`alpha\` and \`beta\`; or by its mean and concentration, \`Beta(mu = m, nu = n)\`.

    p(x) = x^(alpha - 1) * (1 - x)^(beta - 1) / B(alpha, beta),   0 < x < 1

[Beta distribution](https://en.wikipedia.org/wiki/Beta_distribution)`,
};
