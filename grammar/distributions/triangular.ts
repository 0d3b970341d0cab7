import { real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const triangular: Distribution = {
  name: 'Triangular',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('lower', 'Lower bound.', '0'),
    real('upper', 'Upper bound.', '1'),
    real('c', 'Mode, between the bounds.', '0.5'),
  ],
  support: { kind: 'interval', lower: 'lower', upper: 'upper' },
  logDensity:
    'if x < lower or x > upper then log(0) else if x < c then log(2 * (x - lower)) - log(upper - lower) - log(c - lower) else if x == c then log(2) - log(upper - lower) else log(2 * (upper - x)) - log(upper - lower) - log(upper - c)',
  cdf: 'if x <= lower then 0 else if x >= upper then 1 else if x <= c then square(x - lower) / ((upper - lower) * (c - lower)) else 1 - square(upper - x) / ((upper - lower) * (upper - c))',
  logCdf:
    'if x <= lower then log(0) else if x >= upper then 0 else if x <= c then 2 * log(x - lower) - log(upper - lower) - log(c - lower) else log1p(-square(upper - x) / ((upper - lower) * (upper - c)))',
  logCcdf:
    'if x <= lower then 0 else if x >= upper then log(0) else if x <= c then log1p(-square(x - lower) / ((upper - lower) * (c - lower))) else 2 * log(upper - x) - log(upper - lower) - log(upper - c)',
  quantile:
    'if probability * (upper - lower) < c - lower then lower + sqrt(probability * (upper - lower) * (c - lower)) else upper - sqrt((1 - probability) * (upper - lower) * (upper - c))',
  mean: '(lower + upper + c) / 3',
  sd: 'sqrt((square(lower) + square(upper) + square(c) - lower * upper - lower * c - upper * c) / 18)',
  doc: `A triangle over \`lower\`..\`upper\` with its peak at \`c\`.

    p(x) = 2 * (x - lower) / ((upper - lower) * (c - lower)),   lower <= x < c
    p(x) = 2 * (upper - x) / ((upper - lower) * (upper - c)),   c <= x <= upper

[Triangular distribution](https://en.wikipedia.org/wiki/Triangular_distribution)`,
};
