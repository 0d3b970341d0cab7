import { base, positive, real, vector } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const ar: Distribution = {
  name: 'AR',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    {
      ...vector('rho', 'Coefficients of the lags 1, 2, ...; the length is the order, 1 of a number.'),
      ownLength: true,
    },
    positive(
      'sigma',
      'Standard deviation of the innovations; one number, or one for each element, over the axis of the series.',
      '1',
    ),
    base('init', 'Distribution of each of the first elements, as many as the order.', 'Normal(0, 100)'),
    real(
      'mu',
      'Added at each step: the drift; one number, or one for each element, over the axis of the series.',
      '0',
    ),
  ],
  support: { kind: 'vector' },
  logDensity:
    'sum(logpdf(init, x[i]) for i in 1..size(rho))' +
    ' - 0.5 * sum(square((x[t] - sum(rho[i] * x[t - i] for i in 1..size(rho)) - mu) / sigma) for t in (size(rho) + 1)..size(x))' +
    ' - (size(x) - size(rho)) * (log(sigma) + 0.9189385332046727)',
  byElement: {
    arguments: ['sigma', 'mu'],
    logDensity:
      'sum(logpdf(init, x[i]) for i in 1..size(rho))' +
      ' - sum(0.5 * square((x[t] - sum(rho[i] * x[t - i] for i in 1..size(rho)) - mu[t]) / sigma[t]) + log(sigma[t]) for t in (size(rho) + 1)..size(x))' +
      ' - (size(x) - size(rho)) * 0.9189385332046727',
  },
  doc: `An autoregressive process of the order of \`rho\`, written \`AR([rho1, rho2], sigma)\`: the first elements from \`init\`, each next one from its predecessors.

    x[t] ~ Normal(mu + rho[1] * x[t - 1] + ... + rho[p] * x[t - p], sigma),   t > p

\`mu\` is the intercept, not the mean of the process. \`mu\` and \`sigma\` over the axis of the series are those of each element, \`mu[t]\` and \`sigma[t]\`, of which those of the first elements are not used; over other axes they are those of each series.

[Autoregressive model](https://en.wikipedia.org/wiki/Autoregressive_model)`,
};
