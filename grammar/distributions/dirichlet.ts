import { positiveVector } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const dirichlet: Distribution = {
  name: 'Dirichlet',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    positiveVector('alpha', 'Concentration of each component; all ones is uniform over the simplex.'),
  ],
  support: { kind: 'simplex' },
  logDensity: 'lgamma(sum(alpha)) - sum(lgamma(alpha)) + sum((alpha - 1) * log(x))',
  mean: 'alpha / sum(alpha)',
  sd: 'sqrt(alpha / sum(alpha) * (1 - alpha / sum(alpha)) / (sum(alpha) + 1))',
  doc: `A vector of positive weights that sum to one, with concentrations \`alpha\`.

    p(x) = Gamma(sum(alpha)) / prod(Gamma(alpha[k])) * prod(x[k]^(alpha[k] - 1)),   sum(x) = 1

The density is with respect to the first K - 1 components. [Dirichlet distribution](https://en.wikipedia.org/wiki/Dirichlet_distribution)`,
};
