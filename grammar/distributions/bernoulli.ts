import { real, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const bernoulli: Distribution = {
  name: 'Bernoulli',
  type: 'discrete',
  eventDims: 0,
  arguments: [unit('p', 'Probability of 1.')],
  parameterisations: [
    {
      arguments: [real('logit_p', 'Log odds of 1.')],
      rewrite: { p: 'inv_logit(logit_p)' },
      logDensity: 'log_inv_logit((2 * x - 1) * logit_p)',
      logCdf: 'if x < 0 then log(0) else if x < 1 then log_inv_logit(-logit_p) else 0',
      logCcdf: 'if x < 0 then 0 else if x < 1 then log_inv_logit(logit_p) else log(0)',
    },
  ],
  support: { kind: 'integers', lower: '0', upper: '1' },
  logDensity: 'if x == 1 then log(p) else log1p(-p)',
  cdf: 'if x < 0 then 0 else if x < 1 then 1 - p else 1',
  logCdf: 'if x < 0 then log(0) else if x < 1 then log1p(-p) else 0',
  logCcdf: 'if x < 0 then 0 else if x < 1 then log(p) else log(0)',
  mean: 'p',
  sd: 'sqrt(p * (1 - p))',
  doc: `A binary outcome: 1 with probability \`p\`, else 0. \`Bernoulli(logit_p = eta)\` takes the log odds and is numerically better for logistic regression.

    P(x) = p^x * (1 - p)^(1 - x),   x in {0, 1}

[Bernoulli distribution](https://en.wikipedia.org/wiki/Bernoulli_distribution)`,
};
