import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const normal: Distribution = {
  name: 'Normal',
  type: 'continuous',
  eventDims: 0,
  arguments: [real('mu', 'Mean.', '0'), positive('sigma', 'Standard deviation.', '1')],
  support: { kind: 'interval' },
  logDensity: '-0.5 * square((x - mu) / sigma) - log(sigma) - 0.9189385332046727',
  cdf: 'Phi((x - mu) / sigma)',
  logCdf: 'log_Phi((x - mu) / sigma)',
  logCcdf: 'log_Phi((mu - x) / sigma)',
  quantile: 'mu + sigma * probit(probability)',
  mean: 'mu',
  sd: 'sigma',
  doc: `The normal (Gaussian) distribution with mean \`mu\` and standard deviation \`sigma\`.

    p(x) = exp(-((x - mu) / sigma)^2 / 2) / (sigma * sqrt(2 * pi))

[Normal distribution](https://en.wikipedia.org/wiki/Normal_distribution)`,
};
