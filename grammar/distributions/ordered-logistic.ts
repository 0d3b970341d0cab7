import { orderedVector, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const orderedLogistic: Distribution = {
  name: 'OrderedLogistic',
  type: 'discrete',
  eventDims: 0,
  arguments: [
    real('eta', 'Linear predictor: larger values favour higher categories.'),
    orderedVector('cutpoints', 'Increasing thresholds between the K categories, K - 1 of them.'),
  ],
  support: { kind: 'integers', lower: '1', upper: 'size(cutpoints) + 1' },
  // F(a) - F(b) = F(a) * F(-b) * (1 - exp(b - a)) for the logistic F: no cancellation in either tail.
  logDensity:
    'if x == 1 then log_inv_logit(cutpoints[1] - eta)' +
    ' else if x == size(cutpoints) + 1 then log_inv_logit(eta - cutpoints[size(cutpoints)])' +
    ' else log_inv_logit(cutpoints[x] - eta) + log_inv_logit(eta - cutpoints[x - 1]) + log1m_exp(cutpoints[x - 1] - cutpoints[x])',
  logCdf:
    'if x < 1 then log(0) else if x >= size(cutpoints) + 1 then 0 else log_inv_logit(cutpoints[x] - eta)',
  logCcdf:
    'if x < 1 then 0 else if x >= size(cutpoints) + 1 then log(0) else log_inv_logit(eta - cutpoints[x])',
  doc: `An ordered category 1..K: the proportional-odds model. The thresholds \`cutpoints\` cut the line of a logistic variable around \`eta\`.

    P(x) = inv_logit(cutpoints[x] - eta) - inv_logit(cutpoints[x - 1] - eta),   x in 1..K

with cutpoints[0] = -infinity and cutpoints[K] = infinity. McCullagh (1980), [Regression models for ordinal data](https://doi.org/10.1111/j.2517-6161.1980.tb01109.x)`,
};
