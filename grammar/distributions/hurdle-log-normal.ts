import { positive, real, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const hurdleLogNormal: Distribution = {
  name: 'HurdleLogNormal',
  type: 'continuous',
  eventDims: 0,
  mayBeOwn: true,
  arguments: [
    unit('psi', 'Probability of a value above zero.'),
    real('mu', 'Mean of the logarithm of values above zero; exp(mu) is their median.'),
    positive('sigma', 'Standard deviation of the logarithm.'),
  ],
  support: { kind: 'interval', lower: '0' },
  atom: 'lower',
  logDensity:
    'if x == 0 then log1p(-psi) else log(psi) - 0.5 * square((log(x) - mu) / sigma) - log(sigma) - 0.9189385332046727 - log(x)',
  logCdf: 'if x == 0 then log1p(-psi) else log_mix(psi, log_Phi((log(x) - mu) / sigma), 0)',
  logCcdf: 'log(psi) + (if x == 0 then 0 else log_Phi((mu - log(x)) / sigma))',
  mean: 'psi * exp(mu + 0.5 * square(sigma))',
  sd: 'exp(mu + 0.5 * square(sigma)) * sqrt(psi * (expm1(square(sigma)) + (1 - psi)))',
  doc: `Exactly zero with probability 1 - \`psi\`, else a LogNormal(\`mu\`, \`sigma\`) amount: costs, catches, rainfall. At zero the value is a probability, elsewhere a density.

    P(0) = 1 - psi,   p(x) = psi * LogNormal(x | mu, sigma) for x > 0

[Hurdle model](https://en.wikipedia.org/wiki/Hurdle_model)`,
};
