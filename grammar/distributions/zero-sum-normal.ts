import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const zeroSumNormal: Distribution = {
  name: 'ZeroSumNormal',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    positive(
      'sigma',
      'Standard deviation before the constraint; each element has sigma * sqrt(1 - 1 / n).',
      '1',
    ),
  ],
  support: { kind: 'sumToZero' },
  logDensity: '-0.5 * sum(square(x / sigma)) - (size(x) - 1) * (log(sigma) + 0.9189385332046727)',
  doc: `A normal vector constrained to sum to zero: group effects beside an intercept. The density is with respect to the n - 1 dimensional subspace of vectors that sum to zero.

    p(x) = exp(-sum(x^2) / (2 * sigma^2)) / (sigma * sqrt(2 * pi))^(n - 1),   sum(x) = 0

[ZeroSumNormal in PyMC](https://www.pymc.io/projects/docs/en/stable/api/distributions/generated/pymc.ZeroSumNormal.html)`,
};
