import { nonnegative, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';
import { psiDoc, zeroInflatedCdf, zeroInflatedLogMass } from './zero-inflated.ts';

export const zeroInflatedPoisson: Distribution = {
  name: 'ZeroInflatedPoisson',
  type: 'discrete',
  eventDims: 0,
  arguments: [unit('psi', psiDoc), nonnegative('mu', 'Rate of the Poisson part.')],
  support: { kind: 'integers', lower: '0' },
  logDensity: zeroInflatedLogMass('x * log(mu) - mu - lgamma(x + 1)', '(-mu)'),
  cdf: zeroInflatedCdf('sum(exp((if i == 0 then 0 else i * log(mu)) - mu - lgamma(i + 1)) for i in 0..x)'),
  mean: 'psi * mu',
  sd: 'sqrt(psi * mu * (1 + (1 - psi) * mu))',
  doc: `A Poisson count with probability \`psi\`, else a zero.

    P(0) = 1 - psi + psi * exp(-mu),   P(x) = psi * Poisson(x | mu) for x in 1, 2, ...

Lambert (1992), [Zero-inflated Poisson regression](https://doi.org/10.2307/1269547)`,
};
