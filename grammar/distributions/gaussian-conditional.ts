import { covariance, matrix, vector } from './argument.ts';
import type { Distribution } from './distribution.ts';

const mean = 'K_cross @ solve_spd(K_old, value)';
const cov = '(K_new - K_cross @ solve_spd(K_old, transpose(K_cross)))';

export const gaussianConditional: Distribution = {
  name: 'GaussianConditional',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    matrix('K_new', 'Covariance of the new values.'),
    matrix('K_cross', 'Covariance of each new value, by row, with each old one.'),
    covariance('K_old', 'Covariance of the old values, with their noise where they have any.'),
    vector('value', 'The old values, less their mean.'),
  ],
  support: { kind: 'vector' },
  logDensity: `-0.5 * sum(square(solve_lower(cholesky(${cov}), x - ${mean}))) - 0.5 * log_det(${cov}) - 0.9189385332046727 * size(x)`,
  mean,
  doc: `New values of a joint normal distribution with mean 0 given old ones, as a Gaussian process at new points: \`draw f[new] ~ GaussianConditional(k(xn, eta, ell), k(xn, x, eta, ell), K, y)\`. With a mean function, subtract it from \`value\` and add it to the draw. Draws need no term on the diagonal of \`K_new\`: what rounding makes of a variance of 0 is 0.

    x ~ MvNormal(K_cross K_old^-1 value, K_new - K_cross K_old^-1 K_cross')

Rasmussen and Williams (2006), [Gaussian Processes for Machine Learning, section 2.2](https://gaussianprocess.org/gpml/chapters/RW2.pdf)`,
};
