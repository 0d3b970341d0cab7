import { count, simplex } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const multinomial: Distribution = {
  name: 'Multinomial',
  type: 'discrete',
  eventDims: 1,
  arguments: [
    count('n', 'Number of trials: the sum of the counts.'),
    simplex('p', 'Probability of each category, over the last dimension.'),
  ],
  support: { kind: 'countVector' },
  logDensity:
    'if sum(x) != n then log(0) else lgamma(n + 1) + sum((if x[i] == 0 then 0 else x[i] * log(p[i])) - lgamma(x[i] + 1) for i in 1..size(x))',
  mean: 'n * p',
  sd: 'sqrt(n * p * (1 - p))',
  doc: `Counts of \`n\` independent trials over categories with probabilities \`p\`.

    P(x) = n! / prod(x[k]!) * prod(p[k]^x[k]),   sum(x) = n

[Multinomial distribution](https://en.wikipedia.org/wiki/Multinomial_distribution)`,
};
