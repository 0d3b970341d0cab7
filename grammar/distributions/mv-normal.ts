import { choleskyFactor, covariance, vector } from './argument.ts';
import type { Distribution } from './distribution.ts';

const mu = vector('mu', 'Mean of each component.');

export const mvNormal: Distribution = {
  name: 'MvNormal',
  type: 'continuous',
  eventDims: 1,
  arguments: [mu, covariance('cov', 'Covariance matrix, symmetric and positive definite.')],
  parameterisations: [
    {
      arguments: [mu, choleskyFactor('chol', 'Lower-triangular Cholesky factor of the covariance.')],
      rewrite: { mu: 'mu', cov: 'chol @ transpose(chol)' },
      logDensity:
        '-0.5 * sum(square(solve_lower(chol, x - mu))) - sum(log(diag(chol))) - 0.9189385332046727 * size(x)',
    },
  ],
  support: { kind: 'vector' },
  logDensity:
    '-0.5 * sum(square(solve_lower(cholesky(cov), x - mu))) - 0.5 * log_det(cov) - 0.9189385332046727 * size(x)',
  mean: 'mu',
  sd: 'sqrt(diag(cov))',
  doc: `The multivariate normal distribution with mean vector \`mu\` and covariance \`cov\`; or \`MvNormal(mu, chol = L)\` with the covariance's lower Cholesky factor, which is faster.

    p(x) = exp(-(x - mu)' cov^-1 (x - mu) / 2) / sqrt((2 * pi)^n * det(cov))

[Multivariate normal distribution](https://en.wikipedia.org/wiki/Multivariate_normal_distribution)`,
};
