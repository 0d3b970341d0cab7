import type { Distribution } from './distribution.ts';

export const flat: Distribution = {
  name: 'Flat',
  type: 'continuous',
  eventDims: 0,
  arguments: [],
  support: { kind: 'interval' },
  logDensity: '0',
  doc: `The improper flat prior: log density 0 everywhere. It is not a probability distribution, cannot be drawn from, and leaves the posterior improper unless the likelihood informs the parameter.

    p(x) = 1`,
};
