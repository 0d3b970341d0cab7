import { nonnegative, positive, real, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

const alpha = positive(
  'alpha',
  'Shape; the variance is mu + mu^2 / alpha, large values approach the Poisson.',
);
const mass = (x: string) =>
  `lgamma(${x} + alpha) - lgamma(alpha) - lgamma(${x} + 1) - alpha * log1p(mu / alpha) - (if ${x} == 0 then 0 else ${x} * log1p(alpha / mu))`;

export const negativeBinomial: Distribution = {
  name: 'NegativeBinomial',
  type: 'discrete',
  eventDims: 0,
  arguments: [nonnegative('mu', 'Mean.'), alpha],
  parameterisations: [
    {
      arguments: [real('log_mu', 'Logarithm of the mean.'), alpha],
      rewrite: { mu: 'exp(log_mu)', alpha: 'alpha' },
      logDensity:
        'lgamma(x + alpha) - lgamma(alpha) - lgamma(x + 1) - alpha * log1p_exp(log_mu - log(alpha)) - x * log1p_exp(log(alpha) - log_mu)',
    },
    {
      arguments: [positive('n', 'Number of successes waited for.'), unit('p', 'Probability of success.')],
      rewrite: { mu: 'n * (1 - p) / p', alpha: 'n' },
    },
  ],
  support: { kind: 'integers', lower: '0' },
  logDensity: mass('x'),
  logCdf: 'if x < 0 then log(0) else log_beta_i(log(alpha) - log(mu), alpha, floor(x) + 1)',
  logCcdf: 'if x < 0 then 0 else log_beta_i(log(mu) - log(alpha), floor(x) + 1, alpha)',
  mean: 'mu',
  sd: 'sqrt(mu + square(mu) / alpha)',
  doc: `An overdispersed count with mean \`mu\` and shape \`alpha\`; \`NegativeBinomial(log_mu = eta, alpha = a)\` takes the logarithm of the mean, \`NegativeBinomial(n, p)\` counts failures before the n-th success.

    P(x) = choose(x + alpha - 1, x) * (alpha / (mu + alpha))^alpha * (mu / (mu + alpha))^x,   x in 0, 1, 2, ...

[Negative binomial distribution](https://en.wikipedia.org/wiki/Negative_binomial_distribution)`,
};
