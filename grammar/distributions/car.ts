import { matrix, positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

const squares =
  'sum(square(x[edges[.., 1]]) + square(x[edges[.., 2]]) - 2 * alpha * x[edges[.., 1]] * x[edges[.., 2]])';
const density = `-0.5 * tau * ${squares} + 0.5 * sum(log1p(-alpha * graph_eigenvalues(edges, size(x)))) + 0.5 * graph_log_degrees(edges, size(x)) + 0.5 * size(x) * log(tau) - 0.9189385332046727 * size(x)`;

export const car: Distribution = {
  name: 'CAR',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    matrix('edges', 'Pairs of neighbouring positions, one pair per row, each pair once: int[edge, 2].'),
    real('alpha', 'Spatial dependence, below 1; 0 is independence.'),
    positive(
      'tau',
      'Precision: given its neighbours, an element has the variance 1 / (tau * number of neighbours).',
    ),
  ],
  support: { kind: 'vector' },
  logDensity: `if alpha < 1 and min(1 - alpha * graph_eigenvalues(edges, size(x))) > 0 then ${density} else log(0)`,
  doc: `The conditional autoregressive prior of spatial effects: given its neighbours, an element is normal around \`alpha\` times their mean. With A the matrix of neighbours and D the diagonal of their numbers, the precision is \`tau * (D - alpha * A)\`. It costs a pass over the pairs: the determinant comes from the eigenvalues of the graph, which are computed once. Every position needs a neighbour. At \`alpha = 1\` it is \`ICAR\`.

    p(x) = sqrt(det(tau * (D - alpha * A))) exp(-tau * x' (D - alpha * A) x / 2) / (2 * pi)^(n / 2)

Jin, Carlin and Banerjee (2005), [Generalized hierarchical multivariate CAR models for areal data](https://doi.org/10.1111/j.1541-0420.2005.00359.x)`,
};
