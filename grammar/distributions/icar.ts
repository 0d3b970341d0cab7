import { matrix } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const icar: Distribution = {
  name: 'ICAR',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    matrix('edges', 'Pairs of neighbouring positions, one pair per row, each pair once: int[edge, 2].'),
  ],
  support: { kind: 'sumToZero' },
  logDensity: '-0.5 * sum(square(x[edges[.., 1]] - x[edges[.., 2]]))',
  doc: `The intrinsic conditional autoregressive prior of spatial effects: neighbours are pulled together. It is improper along a constant, which the sum-to-zero constraint removes; the graph should be connected. The density is not normalised (its constant depends on the graph alone). Scale it by a parameter: \`sigma * phi\`.

    p(x) proportional to exp(-sum((x[i] - x[j])^2 over neighbours i, j) / 2),   sum(x) = 0

Morris et al. (2019), [Bayesian hierarchical spatial models: implementing the Besag York Mollie model in Stan](https://doi.org/10.1016/j.sste.2019.100301)`,
};
