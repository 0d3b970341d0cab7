import { count, positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

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
  cdf: 'if x >= n then 1 else sum(exp(lchoose(n, i) + lbeta(i + alpha, n - i + beta) - lbeta(alpha, beta)) for i in 0..x)',
  logCdf:
    'if x >= n then 0 else log_sum_exp(lchoose(n, i) + lbeta(i + alpha, n - i + beta) - lbeta(alpha, beta) for i in 0..x)',
  logCcdf:
    'if x >= n then log(0) else log_sum_exp(lchoose(n, i) + lbeta(i + alpha, n - i + beta) - lbeta(alpha, beta) for i in (x + 1)..n)',
  mean: 'n * alpha / (alpha + beta)',
  sd: 'sqrt(n * alpha * beta * (alpha + beta + n) / (alpha + beta + 1)) / (alpha + beta)',
  doc: `The number of successes in \`n\` trials whose probability varies as Beta(\`alpha\`, \`beta\`): an overdispersed binomial.

    P(x) = choose(n, x) * B(x + alpha, n - x + beta) / B(alpha, beta),   x in 0..n

[Beta-binomial distribution](https://en.wikipedia.org/wiki/Beta-binomial_distribution)`,
};
