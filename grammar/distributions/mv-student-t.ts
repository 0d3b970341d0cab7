import { choleskyFactor, covariance, positive, vector } from './argument.ts';
import type { Distribution } from './distribution.ts';

const nu = positive('nu', 'Degrees of freedom.');
const mu = vector('mu', 'Location of each component.');
const density = (factor: string, halfLogDet: string) =>
  'lgamma((nu + size(x)) / 2) - lgamma(nu / 2) - 0.5 * size(x) * (log(nu) + 1.1447298858494002)' +
  ` - ${halfLogDet} - (nu + size(x)) / 2 * log1p(sum(square(solve_lower(${factor}, x - mu))) / nu)`;

export const mvStudentT: Distribution = {
  name: 'MvStudentT',
  type: 'continuous',
  eventDims: 1,
  arguments: [nu, mu, covariance('scale', 'Scale matrix; the covariance is scale * nu / (nu - 2).')],
  parameterisations: [
    {
      arguments: [nu, mu, choleskyFactor('chol', 'Lower-triangular Cholesky factor of the scale matrix.')],
      rewrite: { nu: 'nu', mu: 'mu', scale: 'chol @ transpose(chol)' },
      logDensity: density('chol', 'sum(log(diag(chol)))'),
    },
  ],
  support: { kind: 'vector' },
  logDensity: density('cholesky(scale)', '0.5 * log_det(scale)'),
  mean: 'mu',
  sd: 'sqrt(diag(scale) * nu / (nu - 2))',
  doc: `The multivariate Student t distribution with \`nu\` degrees of freedom, location \`mu\` and scale matrix \`scale\` (or its lower Cholesky factor, \`chol = L\`).

    p(x) = Gamma((nu + n) / 2) / (Gamma(nu / 2) * (nu * pi)^(n / 2) * sqrt(det(scale))) * (1 + (x - mu)' scale^-1 (x - mu) / nu)^(-(nu + n) / 2)

[Multivariate t distribution](https://en.wikipedia.org/wiki/Multivariate_t-distribution)`,
};
