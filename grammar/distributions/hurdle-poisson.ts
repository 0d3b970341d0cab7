import { positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const hurdlePoisson: Distribution = {
  name: 'HurdlePoisson',
  type: 'discrete',
  eventDims: 0,
  arguments: [
    unit('psi', 'Probability of a count above zero.'),
    positive('mu', 'Rate of the Poisson before its zero is cut off.'),
  ],
  support: { kind: 'integers', lower: '0' },
  logDensity: 'if x == 0 then log1p(-psi) else log(psi) + x * log(mu) - mu - lgamma(x + 1) - log1m_exp(-mu)',
  cdf: 'if x < 0 then 0 else 1 - psi + psi * sum(exp(i * log(mu) - mu - lgamma(i + 1) - log1m_exp(-mu)) for i in 1..x)',
  mean: '-psi * mu / expm1(-mu)',
  sd: 'sqrt(-psi * mu / expm1(-mu) * (1 + mu + psi * mu / expm1(-mu)))',
  doc: `Zero with probability 1 - \`psi\`, else a Poisson count known to be above zero.

    P(0) = 1 - psi,   P(x) = psi * Poisson(x | mu) / (1 - exp(-mu)) for x in 1, 2, ...

[Hurdle model](https://en.wikipedia.org/wiki/Hurdle_model)`,
};
