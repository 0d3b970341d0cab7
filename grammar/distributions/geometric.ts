import { unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const geometric: Distribution = {
  name: 'Geometric',
  type: 'discrete',
  eventDims: 0,
  arguments: [unit('p', 'Probability of success in one trial.')],
  support: { kind: 'integers', lower: '1' },
  logDensity: 'log(p) + (if x == 1 then 0 else (x - 1) * log1p(-p))',
  cdf: 'if x < 1 then 0 else -expm1(floor(x) * log1p(-p))',
  logCdf: 'if x < 1 then log(0) else log1m_exp(floor(x) * log1p(-p))',
  logCcdf: 'if x < 1 then 0 else floor(x) * log1p(-p)',
  mean: '1 / p',
  sd: 'sqrt(1 - p) / p',
  doc: `The number of trials up to and including the first success (so at least 1, as in PyMC).

    P(x) = p * (1 - p)^(x - 1),   x in 1, 2, 3, ...

[Geometric distribution](https://en.wikipedia.org/wiki/Geometric_distribution)`,
};
