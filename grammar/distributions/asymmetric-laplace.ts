import { positive, real, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

const norm = 'log(b) - log(kappa + 1 / kappa)';

export const asymmetricLaplace: Distribution = {
  name: 'AsymmetricLaplace',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('b', 'Inverse scale.'),
    positive('kappa', 'Asymmetry; 1 is symmetric, larger values give a longer left tail.'),
    real('mu', 'Location: the mode.', '0'),
  ],
  parameterisations: [
    {
      arguments: [
        positive('b', 'Inverse scale.'),
        unit('q', 'Probability below mu: the quantile of a quantile regression.'),
        real('mu', 'Location: the quantile q.', '0'),
      ],
      rewrite: { b: 'b', kappa: 'sqrt(q / (1 - q))', mu: 'mu' },
    },
  ],
  support: { kind: 'interval' },
  logDensity: `${norm} + (if x >= mu then -(x - mu) * b * kappa else (x - mu) * b / kappa)`,
  cdf: 'if x < mu then square(kappa) / (1 + square(kappa)) * exp((x - mu) * b / kappa) else 1 - exp(-(x - mu) * b * kappa) / (1 + square(kappa))',
  logCdf:
    'if x < mu then 2 * log(kappa) - log1p(square(kappa)) + (x - mu) * b / kappa else log1p(-exp(-(x - mu) * b * kappa) / (1 + square(kappa)))',
  logCcdf:
    'if x < mu then log1p(-square(kappa) / (1 + square(kappa)) * exp((x - mu) * b / kappa)) else -(x - mu) * b * kappa - log1p(square(kappa))',
  quantile:
    'if probability * (1 + square(kappa)) < square(kappa) then mu + kappa / b * log(probability * (1 + square(kappa)) / square(kappa)) else mu - log((1 - probability) * (1 + square(kappa))) / (b * kappa)',
  mean: 'mu + (1 / kappa - kappa) / b',
  sd: 'sqrt(1 / square(kappa) + square(kappa)) / b',
  doc: `The Laplace distribution with different rates on both sides of \`mu\`. \`AsymmetricLaplace(b, q = q, mu = m)\` puts the probability \`q\` below \`mu\`: Bayesian quantile regression.

    p(x) = b / (kappa + 1 / kappa) * exp(-(x - mu) * b * s * kappa^s),   s = sign(x - mu)

[Asymmetric Laplace distribution](https://en.wikipedia.org/wiki/Asymmetric_Laplace_distribution)`,
};
