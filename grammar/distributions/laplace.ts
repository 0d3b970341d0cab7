import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const laplace: Distribution = {
  name: 'Laplace',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Location: the mean and median.'),
    positive('b', 'Scale; the standard deviation is b * sqrt(2).'),
  ],
  support: { kind: 'interval' },
  logDensity: '-0.6931471805599453 - log(b) - abs(x - mu) / b',
  cdf: 'if x < mu then 0.5 * exp((x - mu) / b) else 1 - 0.5 * exp((mu - x) / b)',
  logCdf: 'if x < mu then (x - mu) / b - 0.6931471805599453 else log1p(-0.5 * exp((mu - x) / b))',
  logCcdf: 'if x < mu then log1p(-0.5 * exp((x - mu) / b)) else (mu - x) / b - 0.6931471805599453',
  quantile:
    'if probability < 0.5 then mu + b * log(2 * probability) else mu - b * log(2 * (1 - probability))',
  mean: 'mu',
  sd: '1.4142135623730951 * b',
  doc: `The double exponential distribution around \`mu\` with scale \`b\`: as a prior on coefficients it is the Bayesian lasso.

    p(x) = exp(-|x - mu| / b) / (2 * b)

[Laplace distribution](https://en.wikipedia.org/wiki/Laplace_distribution)`,
};
