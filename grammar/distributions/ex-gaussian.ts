import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

const normalTail = 'log_Phi((mu - x) / sigma)';
const tilted = '(mu - x) / nu + 0.5 * square(sigma / nu) + log_Phi((x - mu) / sigma - sigma / nu)';

export const exGaussian: Distribution = {
  name: 'ExGaussian',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Mean of the normal part.', '0'),
    positive('sigma', 'Standard deviation of the normal part.'),
    positive('nu', 'Mean of the exponential part.'),
  ],
  support: { kind: 'interval' },
  logDensity: '-log(nu) + (mu - x) / nu + 0.5 * square(sigma / nu) + log_Phi((x - mu) / sigma - sigma / nu)',
  cdf: 'Phi((x - mu) / sigma) - exp((mu - x) / nu + 0.5 * square(sigma / nu) + log_Phi((x - mu) / sigma - sigma / nu))',
  logCdf:
    'log_Phi((x - mu) / sigma) + log1m_exp((mu - x) / nu + 0.5 * square(sigma / nu) + log_Phi((x - mu) / sigma - sigma / nu) - log_Phi((x - mu) / sigma))',
  // The sum of two positive terms, from the larger of both logarithms.
  logCcdf: `max(${normalTail}, ${tilted}) + log1p_exp(-abs(${normalTail} - (${tilted})))`,
  mean: 'mu + nu',
  sd: 'sqrt(square(sigma) + square(nu))',
  doc: `The sum of a Normal(\`mu\`, \`sigma\`) and an independent exponential with mean \`nu\`: reaction times.

    p(x) = 1 / nu * exp((mu - x) / nu + sigma^2 / (2 * nu^2)) * Phi((x - mu) / sigma - sigma / nu)

[Exponentially modified Gaussian distribution](https://en.wikipedia.org/wiki/Exponentially_modified_Gaussian_distribution)`,
};
