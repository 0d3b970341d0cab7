import { base, positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const gaussianRandomWalk: Distribution = {
  name: 'GaussianRandomWalk',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    positive('sigma', 'Standard deviation of one step.'),
    base('init', 'Distribution of the first element.', 'Normal(0, 100)'),
    real('mu', 'Mean of one step: the drift.', '0'),
  ],
  support: { kind: 'vector' },
  logDensity:
    'logpdf(init, x[1]) - 0.5 * sum(square((x[t] - x[t - 1] - mu) / sigma) for t in 2..size(x)) - (size(x) - 1) * (log(sigma) + 0.9189385332046727)',
  doc: `A walk with independent normal steps: the first element from \`init\`, each next one from Normal(previous + \`mu\`, \`sigma\`).

    p(x) = init(x[1]) * prod(Normal(x[t] | x[t - 1] + mu, sigma) for t in 2..n)

[Random walk](https://en.wikipedia.org/wiki/Random_walk#Gaussian_random_walk)`,
};
