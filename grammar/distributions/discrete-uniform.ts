import { integer } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const discreteUniform: Distribution = {
  name: 'DiscreteUniform',
  type: 'discrete',
  eventDims: 0,
  arguments: [integer('lower', 'Smallest value.'), integer('upper', 'Largest value.')],
  support: { kind: 'integers', lower: 'lower', upper: 'upper' },
  logDensity: 'if x < lower or x > upper then log(0) else -log(upper - lower + 1)',
  cdf: 'if x < lower then 0 else if x >= upper then 1 else (floor(x) - lower + 1) / (upper - lower + 1)',
  logCdf:
    'if x < lower then log(0) else if x >= upper then 0 else log((floor(x) - lower + 1) / (upper - lower + 1))',
  logCcdf:
    'if x < lower then 0 else if x >= upper then log(0) else log((upper - floor(x)) / (upper - lower + 1))',
  mean: '(lower + upper) / 2',
  sd: 'sqrt((square(upper - lower + 1) - 1) / 12)',
  doc: `Any of the integers \`lower\`..\`upper\` (both included) with the same probability.

    P(x) = 1 / (upper - lower + 1),   x in lower..upper

[Discrete uniform distribution](https://en.wikipedia.org/wiki/Discrete_uniform_distribution)`,
};
