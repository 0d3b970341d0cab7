import { nonnegative, positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const rice: Distribution = {
  name: 'Rice',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    nonnegative('nu', 'Distance of the centre from the origin.'),
    positive('sigma', 'Standard deviation of each coordinate.', '1'),
  ],
  parameterisations: [
    {
      arguments: [
        nonnegative('b', 'Distance of the centre, in units of sigma.'),
        positive('sigma', 'Standard deviation of each coordinate.', '1'),
      ],
      rewrite: { nu: 'b * sigma', sigma: 'sigma' },
    },
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity:
    'log(x) - 2 * log(sigma) - 0.5 * square((x - nu) / sigma) + (log_i0(x * nu / square(sigma)) - x * nu / square(sigma))',
  logCdf: 'log_rice_cdf(nu / sigma, x / sigma)',
  logCcdf: 'log_rice_ccdf(nu / sigma, x / sigma)',
  doc: `The distance from the origin of a point whose two coordinates are normal with standard deviation \`sigma\` around a centre at distance \`nu\`: signal strength, magnetic resonance amplitudes.

    p(x) = x / sigma^2 * exp(-(x^2 + nu^2) / (2 * sigma^2)) * I0(x * nu / sigma^2),   x >= 0

[Rice distribution](https://en.wikipedia.org/wiki/Rice_distribution)`,
};
