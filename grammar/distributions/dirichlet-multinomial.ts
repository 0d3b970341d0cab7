import { count, positiveVector } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const dirichletMultinomial: Distribution = {
  name: 'DirichletMultinomial',
  type: 'discrete',
  eventDims: 1,
  arguments: [
    count('n', 'Number of trials: the sum of the counts.'),
    positiveVector('alpha', 'Concentration of each category.'),
  ],
  support: { kind: 'countVector' },
  logDensity:
    'if sum(x) != n then log(0) else lgamma(n + 1) + lgamma(sum(alpha)) - lgamma(n + sum(alpha))' +
    ' + sum(lgamma(x[i] + alpha[i]) - lgamma(alpha[i]) - lgamma(x[i] + 1) for i in 1..size(x))',
  mean: 'n * alpha / sum(alpha)',
  sd: 'sqrt(n * alpha / sum(alpha) * (1 - alpha / sum(alpha)) * (n + sum(alpha)) / (1 + sum(alpha)))',
  doc: `Counts of \`n\` trials whose category probabilities are Dirichlet(\`alpha\`): an overdispersed multinomial.

    P(x) = n! * Gamma(A) / Gamma(n + A) * prod(Gamma(x[k] + alpha[k]) / (Gamma(alpha[k]) * x[k]!)),   A = sum(alpha)

[Dirichlet-multinomial distribution](https://en.wikipedia.org/wiki/Dirichlet-multinomial_distribution)`,
};
