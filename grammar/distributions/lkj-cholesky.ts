import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const lkjCholesky: Distribution = {
  name: 'LKJCholesky',
  type: 'continuous',
  eventDims: 2,
  arguments: [
    positive('eta', 'Shape: 1 is uniform over correlation matrices, larger values favour weak correlations.'),
  ],
  support: { kind: 'choleskyCorr' },
  // Normalising constant: Lewandowski et al. (2009), theorem 5; the powers of the diagonal are
  // |R|^(eta - 1) times the Jacobian of R = L L', as in Stan's lkj_corr_cholesky.
  logDensity:
    'sum((size(diag(x)) - k + 2 * eta - 2) * log(x[k, k]) for k in 2..size(diag(x)))' +
    ' + (size(diag(x)) - 1) * lgamma(eta + 0.5 * (size(diag(x)) - 1))' +
    ' - sum(0.5723649429247001 * k + lgamma(eta + 0.5 * (size(diag(x)) - 1 - k)) for k in 1..(size(diag(x)) - 1))',
  doc: `The lower Cholesky factor L of a correlation matrix R = L L' that has the LKJ(\`eta\`) distribution, p(R) proportional to det(R)^(eta - 1). The density is Stan's lkj_corr_cholesky, normalised, over the strictly lower triangle of L.

    p(L) = prod(L[k, k]^(K - k + 2 * eta - 2) for k in 2..K) / c(eta, K)

Lewandowski, Kurowicka & Joe (2009), [Generating random correlation matrices based on vines and extended onion method](https://doi.org/10.1016/j.jmva.2009.04.008)`,
};
