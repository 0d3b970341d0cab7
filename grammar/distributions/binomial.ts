import { count, real, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

const n = count('n', 'Number of trials.');

const tail = (below: string, above: string, inside: string) =>
  `if x < 0 then ${below} else if x >= n then ${above} else ${inside}`;

export const binomial: Distribution = {
  name: 'Binomial',
  type: 'discrete',
  eventDims: 0,
  arguments: [n, unit('p', 'Probability of success in one trial.')],
  parameterisations: [
    {
      arguments: [n, real('logit_p', 'Log odds of success in one trial.')],
      rewrite: { n: 'n', p: 'inv_logit(logit_p)' },
      logDensity:
        'if x < 0 or x > n then log(0) else lchoose(n, x) + x * log_inv_logit(logit_p) + (n - x) * log_inv_logit(-logit_p)',
      logCdf: tail('log(0)', '0', 'log_beta_i(-logit_p, n - floor(x), floor(x) + 1)'),
      logCcdf: tail('0', 'log(0)', 'log_beta_i(logit_p, floor(x) + 1, n - floor(x))'),
    },
  ],
  support: { kind: 'integers', lower: '0', upper: 'n' },
  // The inner ifs keep 0 * log(0) out where p is 0 or 1.
  logDensity:
    'if x < 0 or x > n then log(0) else lchoose(n, x) + (if x == 0 then 0 else x * log(p)) + (if x == n then 0 else (n - x) * log1p(-p))',
  logCdf: tail('log(0)', '0', 'log_beta_i(-logit(p), n - floor(x), floor(x) + 1)'),
  logCcdf: tail('0', 'log(0)', 'log_beta_i(logit(p), floor(x) + 1, n - floor(x))'),
  mean: 'n * p',
  sd: 'sqrt(n * p * (1 - p))',
  doc: `The number of successes in \`n\` independent trials, each with probability \`p\`. \`Binomial(n, logit_p = eta)\` takes the log odds.

    P(x) = choose(n, x) * p^x * (1 - p)^(n - x),   x in 0..n

[Binomial distribution](https://en.wikipedia.org/wiki/Binomial_distribution)`,
};
