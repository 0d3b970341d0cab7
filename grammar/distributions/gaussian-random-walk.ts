import { base, positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const gaussianRandomWalk: Distribution = {
  name: 'GaussianRandomWalk',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    positive(
      'sigma',
      'Standard deviation of a step; one number, or one for each element, over the axis of the walk.',
    ),
    base('init', 'Distribution of the first element.', 'Normal(0, 100)'),
    real(
      'mu',
      'Mean of a step: the drift; one number, or one for each element, over the axis of the walk.',
      '0',
    ),
  ],
  support: { kind: 'vector' },
  logDensity:
    'logpdf(init, x[1]) - 0.5 * sum(square((x[t] - x[t - 1] - mu) / sigma) for t in 2..size(x)) - (size(x) - 1) * (log(sigma) + 0.9189385332046727)',
  byElement: {
    arguments: ['sigma', 'mu'],
    logDensity:
      'logpdf(init, x[1]) - sum(0.5 * square((x[t] - x[t - 1] - mu[t]) / sigma[t]) + log(sigma[t]) for t in 2..size(x)) - (size(x) - 1) * 0.9189385332046727',
  },
  doc: `A walk with independent normal steps: the first element from \`init\`, each next one from Normal(previous + \`mu\`, \`sigma\`).

    p(x) = init(x[1]) * prod(Normal(x[t] | x[t - 1] + mu, sigma) for t in 2..n)

\`mu\` and \`sigma\` over the axis of the walk are those of the step to each element, \`mu[t]\` and \`sigma[t]\`, of which the first is not used; over other axes they are those of each walk.

[Random walk](https://en.wikipedia.org/wiki/Random_walk#Gaussian_random_walk)`,
};
