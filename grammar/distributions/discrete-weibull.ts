import { positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const discreteWeibull: Distribution = {
  name: 'DiscreteWeibull',
  type: 'discrete',
  eventDims: 0,
  arguments: [unit('q', 'Probability of a value above zero.'), positive('beta', 'Shape.')],
  support: { kind: 'integers', lower: '0' },
  // The zero has its own branch: the derivative of 0^beta would be 0 * log(0).
  logDensity: 'if x == 0 then log1p(-q) else x^beta * log(q) + log1m_exp(((x + 1)^beta - x^beta) * log(q))',
  cdf: 'if x < 0 then 0 else -expm1((floor(x) + 1)^beta * log(q))',
  logCdf: 'if x < 0 then log(0) else log1m_exp((floor(x) + 1)^beta * log(q))',
  logCcdf: 'if x < 0 then 0 else (floor(x) + 1)^beta * log(q)',
  doc: `Discrete lifetimes with \`q\` the probability to survive the first period and shape \`beta\`; beta = 1 is geometric.

    P(x) = q^(x^beta) - q^((x + 1)^beta),   x in 0, 1, 2, ...

Nakagawa & Osaki (1975), [The discrete Weibull distribution](https://doi.org/10.1109/TR.1975.5214915)`,
};
