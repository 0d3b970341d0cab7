import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const pareto: Distribution = {
  name: 'Pareto',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('alpha', 'Shape: the tail index.'), positive('m', 'Smallest possible value.')],
  support: { kind: 'interval', lower: 'm' },
  logDensity: 'if x < m then log(0) else log(alpha) + alpha * log(m) - (alpha + 1) * log(x)',
  cdf: 'if x <= m then 0 else -expm1(alpha * (-log1p((x - m) / m)))',
  logCdf: 'if x <= m then log(0) else log1m_exp(alpha * (-log1p((x - m) / m)))',
  logCcdf: 'if x <= m then 0 else alpha * (-log1p((x - m) / m))',
  quantile: 'm * exp(-log1p(-probability) / alpha)',
  mean: 'if alpha > 1 then alpha * m / (alpha - 1) else 1 / 0',
  sd: 'if alpha > 2 then m / (alpha - 1) * sqrt(alpha / (alpha - 2)) else if alpha > 1 then 1 / 0 else 0 / 0',
  doc: `A power law above the smallest value \`m\` with tail index \`alpha\`.

    p(x) = alpha * m^alpha / x^(alpha + 1),   x >= m

[Pareto distribution](https://en.wikipedia.org/wiki/Pareto_distribution)`,
};
