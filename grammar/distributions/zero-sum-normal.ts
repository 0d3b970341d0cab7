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
  over: 'The dimension or dimensions of the parameter along which it sums to zero, `over = (g, f)`; the last one where it is not given.',
  support: { kind: 'sumToZero' },
  logDensity: '-0.5 * sum(square(x / sigma)) - (size(x) - 1) * (log(sigma) + 0.9189385332046727)',
  doc: `A normal vector constrained to sum to zero: group effects beside an intercept. The density is with respect to the n - 1 dimensional subspace of vectors that sum to zero.

With \`over = (g, f)\`, the prior of a parameter alone, the elements sum to zero along each of these dimensions of it, in any place, as interactions beside row and column effects do. Of the elements that are constrained together as many are free as the product of their dimensions’ sizes less one each, the power in the density below; \`sigma\` may differ between the other dimensions.

    p(x) = exp(-sum(x^2) / (2 * sigma^2)) / (sigma * sqrt(2 * pi))^(n - 1),   sum(x) = 0

[ZeroSumNormal in PyMC](https://www.pymc.io/projects/docs/en/stable/api/distributions/generated/pymc.ZeroSumNormal.html)`,
};
