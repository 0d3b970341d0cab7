import { count, positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

const mass = 'lchoose(n, i) + lbeta(i + alpha, n - i + beta) - lbeta(alpha, beta)';

export const betaBinomial: Distribution = {
  name: 'BetaBinomial',
  type: 'discrete',
  eventDims: 0,
  arguments: [
    count('n', 'Number of trials.'),
    positive('alpha', 'First shape of the distribution of the success probability.'),
    positive('beta', 'Second shape of the distribution of the success probability.'),
  ],
  support: { kind: 'integers', lower: '0', upper: 'n' },
  logDensity:
    'if x < 0 or x > n then log(0) else lchoose(n, x) + lbeta(x + alpha, n - x + beta) - lbeta(alpha, beta)',
  logCdf: `if x < 0 then log(0) else if x >= n then 0 else log_sum_exp((if i > x then log(0) else ${mass}) for i in 0..n)`,
  logCcdf: `if x < 0 then 0 else if x >= n then log(0) else log_sum_exp((if i <= x then log(0) else ${mass}) for i in 0..n)`,
  mean: 'n * alpha / (alpha + beta)',
  sd: 'sqrt(n * alpha * beta * (alpha + beta + n) / (alpha + beta + 1)) / (alpha + beta)',
  doc: `The number of successes in \`n\` trials whose probability varies as Beta(\`alpha\`, \`beta\`): an overdispersed binomial.

    P(x) = choose(n, x) * B(x + alpha, n - x + beta) / B(alpha, beta),   x in 0..n

[Beta-binomial distribution](https://en.wikipedia.org/wiki/Beta-binomial_distribution)`,
};
