import { positive } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const exponential: Distribution = {
  name: 'Exponential',
  type: 'continuous',
  eventDims: 0,
  arguments: [positive('lam', 'Rate; the mean is 1 / lam.')],
  parameterisations: [{ arguments: [positive('scale', 'Scale: the mean.')], rewrite: { lam: '1 / scale' } }],
  support: { kind: 'interval', lower: '0' },
  logDensity: 'log(lam) - lam * x',
  cdf: '-expm1(-lam * x)',
  logCdf: 'log1m_exp(-lam * x)',
  logCcdf: '-lam * x',
  quantile: '-log1p(-probability) / lam',
  mean: '1 / lam',
  sd: '1 / lam',
  doc: `The exponential distribution with rate \`lam\` (mean \`1 / lam\`).

    p(x) = lam * exp(-lam * x),   x >= 0

[Exponential distribution](https://en.wikipedia.org/wiki/Exponential_distribution)`,
};
