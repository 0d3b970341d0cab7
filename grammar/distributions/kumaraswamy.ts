import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

const moment = (k: number) => `exp(log(b) + lgamma(1 + ${k} / a) + lgamma(b) - lgamma(1 + ${k} / a + b))`;

export const kumaraswamy: Distribution = {
  name: 'Kumaraswamy',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('a', 'First shape.'), positive('b', 'Second shape.')],
  support: { kind: 'interval', lower: '0', upper: '1' },
  logDensity: 'log(a) + log(b) + (a - 1) * log(x) + (b - 1) * log1m_exp(a * log(x))',
  cdf: '-expm1(b * log1m_exp(a * log(x)))',
  logCdf: 'log1m_exp(b * log1m_exp(a * log(x)))',
  logCcdf: 'b * log1m_exp(a * log(x))',
  quantile: '(-expm1(log1p(-probability) / b))^(1 / a)',
  mean: moment(1),
  sd: `sqrt(${moment(2)} - square(${moment(1)}))`,
  doc: `A distribution on (0, 1) much like Beta, with a closed cumulative distribution.

    p(x) = a * b * x^(a - 1) * (1 - x^a)^(b - 1),   0 < x < 1

[Kumaraswamy distribution](https://en.wikipedia.org/wiki/Kumaraswamy_distribution)`,
};
