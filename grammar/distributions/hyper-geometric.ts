import { count } from './argument.ts';
import type { Distribution } from './distribution.ts';

const mass = (x: string) => `lchoose(k, ${x}) + lchoose(N - k, n - ${x}) - lchoose(N, n)`;
const first = '(if n + k > N then n + k - N else 0)';
const last = '(if n < k then n else k)';

export const hyperGeometric: Distribution = {
  name: 'HyperGeometric',
  type: 'discrete',
  eventDims: 0,
  arguments: [
    count('N', 'Size of the population.'),
    count('k', 'Number of successes in the population.'),
    count('n', 'Number drawn, without replacement.'),
  ],
  support: { kind: 'integers', lower: first, upper: last },
  logDensity: `if x < ${first} or x > ${last} then log(0) else ${mass('x')}`,
  logCdf: `if x < ${first} then log(0) else if x >= ${last} then 0 else log_sum_exp((if i < ${first} or i > x then log(0) else ${mass('i')}) for i in 0..n)`,
  logCcdf: `if x < ${first} then 0 else if x >= ${last} then log(0) else log_sum_exp((if i <= x or i > ${last} then log(0) else ${mass('i')}) for i in 0..n)`,
  mean: 'n * k / N',
  sd: 'sqrt(n * k * (N - k) * (N - n) / (N - 1)) / N',
  doc: `The number of successes among \`n\` draws without replacement from a population of \`N\` that holds \`k\` successes.

    P(x) = choose(k, x) * choose(N - k, n - x) / choose(N, n)

[Hypergeometric distribution](https://en.wikipedia.org/wiki/Hypergeometric_distribution)`,
};
