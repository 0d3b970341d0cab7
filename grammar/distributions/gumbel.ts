import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const gumbel: Distribution = {
  name: 'Gumbel',
  type: 'continuous',
  eventDims: 0,
  arguments: [real('mu', 'Location: the mode.'), positive('beta', 'Scale.')],
  support: { kind: 'interval' },
  logDensity: '(mu - x) / beta - exp((mu - x) / beta) - log(beta)',
  cdf: 'exp(-exp((mu - x) / beta))',
  logCdf: '-exp((mu - x) / beta)',
  logCcdf: 'log1m_exp(-exp((mu - x) / beta))',
  quantile: 'mu - beta * log(-log(probability))',
  mean: 'mu + 0.5772156649015329 * beta',
  sd: '1.2825498301618641 * beta',
  doc: `The extreme-value distribution of a maximum, with mode \`mu\` and scale \`beta\`.

    p(x) = exp(-z - exp(-z)) / beta,   z = (x - mu) / beta

[Gumbel distribution](https://en.wikipedia.org/wiki/Gumbel_distribution)`,
};
