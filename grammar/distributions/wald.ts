import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

const upper = '-sqrt(lam / x) * (x / mu + 1)';

export const wald: Distribution = {
  name: 'Wald',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('mu', 'Mean.'), positive('lam', 'Shape: large values concentrate around the mean.')],
  support: { kind: 'interval', lower: '0' },
  logDensity: '0.5 * log(lam) - 0.9189385332046727 - 1.5 * log(x) - 0.5 * lam * square((x - mu) / mu) / x',
  cdf: `Phi(sqrt(lam / x) * (x / mu - 1)) + exp(2 * lam / mu + log_Phi(${upper}))`,
  logCdf: `log_Phi(sqrt(lam / x) * (x / mu - 1)) + log1p_exp(2 * lam / mu + log_Phi(${upper}) - log_Phi(sqrt(lam / x) * (x / mu - 1)))`,
  logCcdf: `log_Phi(-sqrt(lam / x) * (x / mu - 1)) + log1m_exp(2 * lam / mu + log_Phi(${upper}) - log_Phi(-sqrt(lam / x) * (x / mu - 1)))`,
  mean: 'mu',
  sd: 'mu * sqrt(mu / lam)',
  doc: `The inverse Gaussian distribution with mean \`mu\` and shape \`lam\`: first passage times of a drifting Brownian motion.

    p(x) = sqrt(lam / (2 * pi * x^3)) * exp(-lam * (x - mu)^2 / (2 * mu^2 * x)),   x > 0

[Inverse Gaussian distribution](https://en.wikipedia.org/wiki/Inverse_Gaussian_distribution)`,
};
