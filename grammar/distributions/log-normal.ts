import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const logNormal: Distribution = {
  name: 'LogNormal',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Mean of the logarithm; exp(mu) is the median.', '0'),
    positive('sigma', 'Standard deviation of the logarithm.', '1'),
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity: '-0.5 * square((log(x) - mu) / sigma) - log(sigma) - 0.9189385332046727 - log(x)',
  cdf: 'Phi((log(x) - mu) / sigma)',
  logCdf: 'log_Phi((log(x) - mu) / sigma)',
  logCcdf: 'log_Phi((mu - log(x)) / sigma)',
  quantile: 'exp(mu + sigma * probit(probability))',
  mean: 'exp(mu + 0.5 * square(sigma))',
  sd: 'exp(mu + 0.5 * square(sigma)) * sqrt(expm1(square(sigma)))',
  doc: `The distribution of \`exp(z)\` where z is normal with mean \`mu\` and standard deviation \`sigma\`.

    p(x) = exp(-((log(x) - mu) / sigma)^2 / 2) / (x * sigma * sqrt(2 * pi)),   x > 0

[Log-normal distribution](https://en.wikipedia.org/wiki/Log-normal_distribution)`,
};
