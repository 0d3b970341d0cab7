import { positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

const logZero = '(-alpha * log1p(mu / alpha))';
const logLower = 'log_beta_i(log(alpha) - log(mu), alpha, floor(x) + 1)';
const logUpper = 'log_beta_i(log(mu) - log(alpha), floor(x) + 1, alpha)';

// P(0 < N <= x) over P(N > 0): from the upper tails where most of the lower one is at 0.
const logCdfAboveZero =
  `(if ${logZero} > -1 then log1m_exp(${logUpper} - log1m_exp(${logZero}))` +
  ` else ${logLower} + log1m_exp(${logZero} - ${logLower}) - log1m_exp(${logZero}))`;

const mean = '(-psi * mu / expm1(-alpha * log1p(mu / alpha)))';

export const hurdleNegativeBinomial: Distribution = {
  name: 'HurdleNegativeBinomial',
  type: 'discrete',
  eventDims: 0,
  mayBeOwn: true,
  arguments: [
    unit('psi', 'Probability of a count above zero.'),
    positive('mu', 'Mean of the negative binomial before its zero is cut off.'),
    positive('alpha', 'Shape of the negative binomial before its zero is cut off.'),
  ],
  support: { kind: 'integers', lower: '0' },
  logDensity:
    'if x == 0 then log1p(-psi) else log(psi) + lgamma(x + alpha) - lgamma(alpha) - lgamma(x + 1)' +
    ` - alpha * log1p(mu / alpha) - x * log1p(alpha / mu) - log1m_exp(${logZero})`,
  logCdf: `if x < 0 then log(0) else if x < 1 then log1p(-psi) else log_mix(psi, ${logCdfAboveZero}, 0)`,
  logCcdf: `if x < 0 then 0 else log(psi) + ${logUpper} - log1m_exp(${logZero})`,
  mean,
  sd: `sqrt(${mean} * (1 + mu / alpha + mu - ${mean}))`,
  doc: `Zero with probability 1 - \`psi\`, else a negative binomial count known to be above zero.

    P(0) = 1 - psi,   P(x) = psi * NegativeBinomial(x | mu, alpha) / (1 - (alpha / (alpha + mu))^alpha) for x in 1, 2, ...

[Hurdle model](https://en.wikipedia.org/wiki/Hurdle_model)`,
};
