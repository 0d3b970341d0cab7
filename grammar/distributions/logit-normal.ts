import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const logitNormal: Distribution = {
  name: 'LogitNormal',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Mean of the log odds; inv_logit(mu) is the median.', '0'),
    positive('sigma', 'Standard deviation of the log odds.', '1'),
  ],
  support: { kind: 'interval', lower: '0', upper: '1' },
  logDensity: '-0.5 * square((logit(x) - mu) / sigma) - log(sigma) - 0.9189385332046727 - log(x) - log1p(-x)',
  cdf: 'Phi((logit(x) - mu) / sigma)',
  logCdf: 'log_Phi((logit(x) - mu) / sigma)',
  logCcdf: 'log_Phi((mu - logit(x)) / sigma)',
  quantile: 'inv_logit(mu + sigma * probit(probability))',
  doc: `The distribution of \`inv_logit(z)\` where z is normal with mean \`mu\` and standard deviation \`sigma\`. Its mean has no closed form.

    p(x) = exp(-((logit(x) - mu) / sigma)^2 / 2) / (sigma * sqrt(2 * pi) * x * (1 - x)),   0 < x < 1

[Logit-normal distribution](https://en.wikipedia.org/wiki/Logit-normal_distribution)`,
};
