import type { Distribution } from './distribution.ts';

export const halfFlat: Distribution = {
  name: 'HalfFlat',
  type: 'continuous',
  eventDims: 0,
  arguments: [],
  support: { kind: 'interval', lower: '0' },
  logDensity: '0',
  doc: `The improper flat prior on the positive numbers: log density 0 for x >= 0. It is not a probability distribution, cannot be drawn from, and leaves the posterior improper unless the likelihood informs the parameter.

    p(x) = 1,   x >= 0`,
};
