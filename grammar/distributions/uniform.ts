import { real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const uniform: Distribution = {
  name: 'Uniform',
  type: 'continuous',
  eventDims: 0,
  arguments: [real('lower', 'Lower bound.', '0'), real('upper', 'Upper bound.', '1')],
  support: { kind: 'interval', lower: 'lower', upper: 'upper' },
  logDensity: 'if x < lower or x > upper then log(0) else -log(upper - lower)',
  cdf: 'if x <= lower then 0 else if x >= upper then 1 else (x - lower) / (upper - lower)',
  logCdf: 'if x <= lower then log(0) else if x >= upper then 0 else log((x - lower) / (upper - lower))',
  logCcdf: 'if x <= lower then 0 else if x >= upper then log(0) else log((upper - x) / (upper - lower))',
  quantile: 'lower + probability * (upper - lower)',
  mean: '(lower + upper) / 2',
  sd: '(upper - lower) / 3.4641016151377544',
  doc: `The uniform distribution between \`lower\` and \`upper\`. As a prior it rules out everything outside its bounds; prefer Normal or HalfNormal unless the bounds are physical.

    p(x) = 1 / (upper - lower),   lower <= x <= upper

[Continuous uniform distribution](https://en.wikipedia.org/wiki/Continuous_uniform_distribution)`,
};
