import { covariance, positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

const n = 'size(diag(x))';

export const wishart: Distribution = {
  name: 'Wishart',
  type: 'continuous',
  eventDims: 2,
  arguments: [
    positive('nu', 'Degrees of freedom, at least the number of rows.'),
    covariance('V', 'Scale matrix; the mean is nu * V.'),
  ],
  support: { kind: 'cov' },
  // tr(V^-1 x) is the squared norm of L^-1 C, with V = L L' and x = C C'.
  logDensity:
    `0.5 * (nu - ${n} - 1) * log_det(x) - 0.5 * sum(square(solve_lower(cholesky(V), cholesky(x))))` +
    ` - 0.5 * nu * log_det(V) - 0.5 * nu * ${n} * 0.6931471805599453` +
    ` - 0.28618247146235004 * ${n} * (${n} - 1) - sum(lgamma(0.5 * (nu + 1 - i)) for i in 1..${n})`,
  mean: 'nu * V',
  doc: `The distribution of the scatter matrix of \`nu\` normal vectors with covariance \`V\`. As a prior for covariances prefer LKJCholesky with a prior on each scale.

    p(x) = det(x)^((nu - n - 1) / 2) * exp(-tr(V^-1 x) / 2) / (2^(nu * n / 2) * det(V)^(nu / 2) * Gamma_n(nu / 2))

[Wishart distribution](https://en.wikipedia.org/wiki/Wishart_distribution)`,
};
