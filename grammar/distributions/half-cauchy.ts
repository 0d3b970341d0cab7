import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const halfCauchy: Distribution = {
  name: 'HalfCauchy',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('beta', 'Scale: the median.')],
  support: { kind: 'interval', lower: '0' },
  logDensity: '-0.4515827052894549 - log(beta) - log1p(square(x / beta))',
  cdf: '0.6366197723675814 * atan(x / beta)',
  // From the smaller of both tails; atan(1 / z) keeps its digits where 1 - atan(z) has none.
  logCdf:
    'if x < beta then log(atan(x / beta)) - 0.4515827052894549 else log1p(-0.6366197723675814 * atan(beta / x))',
  logCcdf:
    'if x < beta then log1p(-0.6366197723675814 * atan(x / beta)) else log(atan(beta / x)) - 0.4515827052894549',
  quantile:
    'if probability < 0.5 then beta * tan(0.5 * pi * probability) else beta / tan(0.5 * pi * (1 - probability))',
  doc: `The absolute value of a Cauchy with location 0 and scale \`beta\`: a prior for scales with a very heavy tail; HalfNormal and HalfStudentT sample better.

    p(x) = 2 / (pi * beta * (1 + (x / beta)^2)),   x >= 0

Polson & Scott (2012), [On the half-Cauchy prior for a global scale parameter](https://doi.org/10.1214/12-BA730)`,
};
