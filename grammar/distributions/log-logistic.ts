import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const logLogistic: Distribution = {
  name: 'LogLogistic',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('alpha', 'Scale: the median.'),
    positive('beta', 'Shape; above 1 the hazard rises to a peak and then falls, otherwise it only falls.'),
  ],
  parameterisations: [
    {
      arguments: [
        real('mu', 'Location of the logarithm; exp(mu) is the median.'),
        positive('s', 'Scale of the logarithm.'),
      ],
      rewrite: { alpha: 'exp(mu)', beta: '1 / s' },
    },
  ],
  support: { kind: 'interval', lower: '0' },
  logDensity:
    'log(beta) - log(x) - log1p_exp(beta * (log(x) - log(alpha))) - log1p_exp(beta * (log(alpha) - log(x)))',
  cdf: 'inv_logit(beta * (log(x) - log(alpha)))',
  logCdf: 'log_inv_logit(beta * (log(x) - log(alpha)))',
  logCcdf: 'log_inv_logit(beta * (log(alpha) - log(x)))',
  quantile: 'alpha * exp(logit(probability) / beta)',
  mean: 'if beta > 1 then alpha * (3.141592653589793 / beta) / sin(3.141592653589793 / beta) else 1 / 0',
  sd: 'if beta > 2 then alpha * sqrt(2 * (3.141592653589793 / beta) / sin(2 * 3.141592653589793 / beta) - square((3.141592653589793 / beta) / sin(3.141592653589793 / beta))) else if beta > 1 then 1 / 0 else 0 / 0',
  doc: `The distribution of \`exp(z)\` where z is logistic with location \`log(alpha)\` and scale \`1 / beta\`: lifetimes whose odds of survival change by a constant factor per unit of a predictor of \`mu\`.

    p(x) = (beta / alpha) * (x / alpha)^(beta - 1) / (1 + (x / alpha)^beta)^2,   x > 0

[Log-logistic distribution](https://en.wikipedia.org/wiki/Log-logistic_distribution)`,
};
