import { nonnegative, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const poisson: Distribution = {
  name: 'Poisson',
  type: 'discrete',
  eventDims: 0,
  arguments: [nonnegative('mu', 'Rate: the mean.')],
  parameterisations: [
    {
      arguments: [real('log_mu', 'Logarithm of the rate.')],
      rewrite: { mu: 'exp(log_mu)' },
      logDensity: 'x * log_mu - exp(log_mu) - lgamma(x + 1)',
    },
  ],
  support: { kind: 'integers', lower: '0' },
  logDensity: '(if x == 0 then 0 else x * log(mu)) - mu - lgamma(x + 1)',
  logCdf: 'if x < 0 then log(0) else log_gamma_q(floor(x) + 1, mu)',
  logCcdf: 'if x < 0 then 0 else log_gamma_p(floor(x) + 1, mu)',
  mean: 'mu',
  sd: 'sqrt(mu)',
  doc: `Counts of independent events at rate \`mu\`. \`Poisson(log_mu = eta)\` takes the logarithm of the rate and is numerically better for log-linear regression.

    P(x) = mu^x * exp(-mu) / x!,   x in 0, 1, 2, ...

[Poisson distribution](https://en.wikipedia.org/wiki/Poisson_distribution)`,
};
