import { covariance, positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

const n = 'size(diag(x))';

export const inverseWishart: Distribution = {
  name: 'InverseWishart',
  type: 'continuous',
  eventDims: 2,
  arguments: [
    positive('nu', 'Degrees of freedom, at least the number of rows.'),
    covariance('Psi', 'Scale matrix; the mean is Psi / (nu - n - 1).'),
  ],
  support: { kind: 'cov' },
  // tr(Psi x^-1) is the squared norm of C^-1 L, with x = C C' and Psi = L L'.
  logDensity:
    `0.5 * nu * log_det(Psi) - 0.5 * (nu + ${n} + 1) * log_det(x) - 0.5 * sum(square(solve_lower(cholesky(x), cholesky(Psi))))` +
    ` - 0.5 * nu * ${n} * 0.6931471805599453` +
    ` - 0.28618247146235004 * ${n} * (${n} - 1) - sum(lgamma(0.5 * (nu + 1 - i)) for i in 1..${n})`,
  mean: 'Psi / (nu - size(diag(Psi)) - 1)',
  doc: `The conjugate prior of a normal covariance matrix. As a prior prefer LKJCholesky with a prior on each scale.

    p(x) = det(Psi)^(nu / 2) * det(x)^(-(nu + n + 1) / 2) * exp(-tr(Psi x^-1) / 2) / (2^(nu * n / 2) * Gamma_n(nu / 2))

[Inverse-Wishart distribution](https://en.wikipedia.org/wiki/Inverse-Wishart_distribution)`,
};
