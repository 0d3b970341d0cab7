import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const skewNormal: Distribution = {
  name: 'SkewNormal',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Location (not the mean).', '0'),
    positive('sigma', 'Scale (not the standard deviation).', '1'),
    real('alpha', 'Skewness parameter; 0 is the normal, positive values lean right.', '1'),
  ],
  support: { kind: 'interval' },
  logDensity:
    '-0.22579135264472744 - log(sigma) - 0.5 * square((x - mu) / sigma) + log_Phi(alpha * (x - mu) / sigma)',
  logCdf: 'log_skew_normal_cdf((x - mu) / sigma, alpha)',
  logCcdf: 'log_skew_normal_cdf((mu - x) / sigma, -alpha)',
  mean: 'mu + sigma * 0.7978845608028654 * alpha / sqrt(1 + square(alpha))',
  sd: 'sigma * sqrt(1 - 0.6366197723675814 * square(alpha) / (1 + square(alpha)))',
  doc: `The normal distribution skewed by \`alpha\`, with location \`mu\` and scale \`sigma\`.

    p(x) = 2 / sigma * phi(z) * Phi(alpha * z),   z = (x - mu) / sigma

Azzalini (1985), [A class of distributions which includes the normal ones](https://www.jstor.org/stable/4615982)`,
};
