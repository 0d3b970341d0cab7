import { simplex, vector } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const categorical: Distribution = {
  name: 'Categorical',
  type: 'discrete',
  eventDims: 0,
  arguments: [simplex('p', 'Probability of each category, over the last dimension.')],
  parameterisations: [
    {
      arguments: [
        vector('logits', 'Unnormalised log probability of each category, over the last dimension.'),
      ],
      rewrite: { p: 'softmax(logits)' },
      logDensity: 'logits[x] - log_sum_exp(logits)',
    },
  ],
  support: { kind: 'integers', lower: '1', upper: 'size(p)' },
  logDensity: 'log(p[x])',
  logCdf: 'if x >= size(p) then 0 else log(sum((if k <= x then p[k] else 0) for k in 1..size(p)))',
  logCcdf: 'if x < 1 then 0 else log(sum((if k > x then p[k] else 0) for k in 1..size(p)))',
  doc: `One of K categories, as a position 1..K (a label of the dimension of \`p\`). \`Categorical(logits = eta)\` takes unnormalised log probabilities.

    P(x) = p[x],   x in 1..K

[Categorical distribution](https://en.wikipedia.org/wiki/Categorical_distribution)`,
};
