import { nonnegative, positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';
import { psiDoc, zeroInflatedLogCcdf, zeroInflatedLogCdf, zeroInflatedLogMass } from './zero-inflated.ts';

export const zeroInflatedNegativeBinomial: Distribution = {
  name: 'ZeroInflatedNegativeBinomial',
  type: 'discrete',
  eventDims: 0,
  arguments: [
    unit('psi', psiDoc),
    nonnegative('mu', 'Mean of the negative binomial part.'),
    positive('alpha', 'Shape of the negative binomial part.'),
  ],
  support: { kind: 'integers', lower: '0' },
  logDensity: zeroInflatedLogMass(
    'lgamma(x + alpha) - lgamma(alpha) - lgamma(x + 1) - alpha * log1p(mu / alpha) - x * log1p(alpha / mu)',
    '(-alpha * log1p(mu / alpha))',
  ),
  logCdf: zeroInflatedLogCdf('log_beta_i(log(alpha) - log(mu), alpha, floor(x) + 1)'),
  logCcdf: zeroInflatedLogCcdf('log_beta_i(log(mu) - log(alpha), floor(x) + 1, alpha)'),
  mean: 'psi * mu',
  sd: 'sqrt(psi * mu * (1 + mu / alpha + (1 - psi) * mu))',
  doc: `A negative binomial count with probability \`psi\`, else a zero.

    P(0) = 1 - psi + psi * (alpha / (alpha + mu))^alpha,   P(x) = psi * NegativeBinomial(x | mu, alpha) for x in 1, 2, ...

[Zero-inflated model](https://en.wikipedia.org/wiki/Zero-inflated_model)`,
};
