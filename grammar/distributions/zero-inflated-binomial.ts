import { count, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';
import { psiDoc, zeroInflatedLogCcdf, zeroInflatedLogCdf, zeroInflatedLogMass } from './zero-inflated.ts';

export const zeroInflatedBinomial: Distribution = {
  name: 'ZeroInflatedBinomial',
  type: 'discrete',
  eventDims: 0,
  arguments: [unit('psi', psiDoc), count('n', 'Number of trials.'), unit('p', 'Probability of success.')],
  support: { kind: 'integers', lower: '0', upper: 'n' },
  logDensity: `if x < 0 or x > n then log(0) else ${zeroInflatedLogMass(
    'lchoose(n, x) + x * log(p) + (if x == n then 0 else (n - x) * log1p(-p))',
    '(n * log1p(-p))',
  )}`,
  logCdf: `if x >= n then 0 else ${zeroInflatedLogCdf('log_beta_i(-logit(p), n - floor(x), floor(x) + 1)')}`,
  logCcdf: `if x >= n then log(0) else ${zeroInflatedLogCcdf('log_beta_i(logit(p), floor(x) + 1, n - floor(x))')}`,
  mean: 'psi * n * p',
  sd: 'sqrt(psi * n * p * (1 - p + (1 - psi) * n * p))',
  doc: `A binomial count with probability \`psi\`, else a zero.

    P(0) = 1 - psi + psi * (1 - p)^n,   P(x) = psi * Binomial(x | n, p) for x in 1..n

Hall (2000), [Zero-inflated Poisson and binomial regression with random effects](https://doi.org/10.1111/j.0006-341X.2000.01030.x)`,
};
