import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

/** log P(X <= x) from x - alpha and its negative: from the smaller tail, whose digits atan(1 / z) keeps. */
const logTail = (away: string, back: string) =>
  `if ${back} > beta then log(atan(beta / (${back}))) - 1.1447298858494002` +
  ` else if ${away} > beta then log1p(-atan(beta / (${away})) / 3.141592653589793)` +
  ` else log(0.5 + atan((${away}) / beta) / 3.141592653589793)`;

export const cauchy: Distribution = {
  name: 'Cauchy',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('alpha', 'Location: the median. The mean does not exist.'),
    positive('beta', 'Scale: half of the interquartile range.'),
  ],
  support: { kind: 'interval' },
  logDensity: '-log(beta) - 1.1447298858494002 - log1p(square((x - alpha) / beta))',
  // atan2 keeps full relative precision in both tails.
  cdf: 'atan2(1, (alpha - x) / beta) / 3.141592653589793',
  logCdf: logTail('x - alpha', 'alpha - x'),
  logCcdf: logTail('alpha - x', 'x - alpha'),
  quantile:
    'if probability < 0.5 then alpha - beta / tan(pi * probability) else alpha + beta / tan(pi * (1 - probability))',
  doc: `The Cauchy distribution with median \`alpha\` and scale \`beta\`. Its tails are so heavy that mean and variance do not exist.

    p(x) = 1 / (pi * beta * (1 + ((x - alpha) / beta)^2))

[Cauchy distribution](https://en.wikipedia.org/wiki/Cauchy_distribution)`,
};
