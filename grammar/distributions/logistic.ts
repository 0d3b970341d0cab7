import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const logistic: Distribution = {
  name: 'Logistic',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Location: the mean and median.', '0'),
    positive('s', 'Scale; the standard deviation is s * pi / sqrt(3).', '1'),
  ],
  support: { kind: 'interval' },
  // Symmetric in z, so the sum of both log tails never cancels.
  logDensity: 'log_inv_logit((x - mu) / s) + log_inv_logit((mu - x) / s) - log(s)',
  cdf: 'inv_logit((x - mu) / s)',
  logCdf: 'log_inv_logit((x - mu) / s)',
  logCcdf: 'log_inv_logit((mu - x) / s)',
  quantile: 'mu + s * logit(probability)',
  mean: 'mu',
  sd: '1.8137993642342178 * s',
  doc: `The logistic distribution around \`mu\` with scale \`s\`: like the normal with somewhat heavier tails. Logistic(0, 1) on a log odds is uniform on the probability.

    p(x) = exp(-(x - mu) / s) / (s * (1 + exp(-(x - mu) / s))^2)

[Logistic distribution](https://en.wikipedia.org/wiki/Logistic_distribution)`,
};
