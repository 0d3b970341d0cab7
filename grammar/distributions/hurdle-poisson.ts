import { positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

// P(0 < N <= x) over P(N > 0): for small rates from the upper tails, as nearly all of the lower one is at 0.
const logCdfAboveZero =
  '(if mu < 1 then log1m_exp(log_gamma_p(floor(x) + 1, mu) - log1m_exp(-mu))' +
  ' else log_gamma_q(floor(x) + 1, mu) + log1m_exp(-mu - log_gamma_q(floor(x) + 1, mu)) - log1m_exp(-mu))';

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
  logCdf: `if x < 0 then log(0) else if x < 1 then log1p(-psi) else log_mix(psi, ${logCdfAboveZero}, 0)`,
  logCcdf: 'if x < 0 then 0 else log(psi) + log_gamma_p(floor(x) + 1, mu) - log1m_exp(-mu)',
  mean: '-psi * mu / expm1(-mu)',
  sd: 'sqrt(-psi * mu / expm1(-mu) * (1 + mu + psi * mu / expm1(-mu)))',
  doc: `Zero with probability 1 - \`psi\`, else a Poisson count known to be above zero.

    P(0) = 1 - psi,   P(x) = psi * Poisson(x | mu) / (1 - exp(-mu)) for x in 1, 2, ...

[Hurdle model](https://en.wikipedia.org/wiki/Hurdle_model)`,
};
