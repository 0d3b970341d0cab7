import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const lkjCorr: Distribution = {
  name: 'LKJCorr',
  type: 'continuous',
  eventDims: 2,
  arguments: [
    positive('eta', 'Shape: 1 is uniform over correlation matrices, larger values favour weak correlations.'),
  ],
  support: { kind: 'corr' },
  // Normalising constant: Lewandowski et al. (2009), theorem 5.
  logDensity:
    '(eta - 1) * log_det(x)' +
    ' + (size(diag(x)) - 1) * lgamma(eta + 0.5 * (size(diag(x)) - 1))' +
    ' - sum(0.5723649429247001 * k + lgamma(eta + 0.5 * (size(diag(x)) - 1 - k)) for k in 1..(size(diag(x)) - 1))',
  doc: `A correlation matrix R with density proportional to det(R)^(\`eta\` - 1). LKJCholesky samples faster and more stably.

    p(R) = det(R)^(eta - 1) / c(eta, K)

Lewandowski, Kurowicka & Joe (2009), [Generating random correlation matrices based on vines and extended onion method](https://doi.org/10.1016/j.jmva.2009.04.008)`,
};
