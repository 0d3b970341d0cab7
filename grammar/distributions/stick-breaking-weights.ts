import { count, positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const stickBreakingWeights: Distribution = {
  name: 'StickBreakingWeights',
  type: 'continuous',
  eventDims: 1,
  arguments: [
    positive('alpha', 'Concentration: larger values spread the weight over more components.'),
    count('K', 'Number of breaks; there are K + 1 weights.'),
  ],
  support: { kind: 'simplex' },
  // With the rest of the stick R_i = w_{i+1} + ... + w_{K+1}: breaks v_i = w_i / R_{i-1} ~ Beta(1, alpha) and
  // dw_i / dv_i = R_{i-1}.
  logDensity:
    '(size(x) - 1) * log(alpha) + (alpha - 1) * log(x[size(x)])' +
    ' - sum(log(sum(x[j] for j in (i + 1)..size(x))) for i in 1..(size(x) - 2))',
  doc: `The first \`K\` + 1 weights of a truncated Dirichlet process: each break takes a Beta(1, \`alpha\`) share of what is left of a stick of length one. As in PyMC, \`K\` is the number of breaks and there are K + 1 weights.

    p(w) = alpha^K * w[K + 1]^(alpha - 1) / prod(R[i] for i in 1..(K - 1)),   R[i] = w[i + 1] + ... + w[K + 1]

Ishwaran & James (2001), [Gibbs sampling methods for stick-breaking priors](https://doi.org/10.1198/016214501750332758)`,
};
