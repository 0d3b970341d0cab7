import { nonnegative, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';
import { psiDoc, zeroInflatedLogCcdf, zeroInflatedLogCdf, zeroInflatedLogMass } from './zero-inflated.ts';

export const zeroInflatedPoisson: Distribution = {
  name: 'ZeroInflatedPoisson',
  type: 'discrete',
  eventDims: 0,
  arguments: [unit('psi', psiDoc), nonnegative('mu', 'Rate of the Poisson part.')],
  support: { kind: 'integers', lower: '0' },
  logDensity: zeroInflatedLogMass('x * log(mu) - mu - lgamma(x + 1)', '(-mu)'),
  logCdf: zeroInflatedLogCdf('log_gamma_q(floor(x) + 1, mu)'),
  logCcdf: zeroInflatedLogCcdf('log_gamma_p(floor(x) + 1, mu)'),
  mean: 'psi * mu',
  sd: 'sqrt(psi * mu * (1 + (1 - psi) * mu))',
  doc: `A Poisson count with probability \`psi\`, else a zero.

    P(0) = 1 - psi + psi * exp(-mu),   P(x) = psi * Poisson(x | mu) for x in 1, 2, ...

Lambert (1992), [Zero-inflated Poisson regression](https://doi.org/10.2307/1269547)`,
};
