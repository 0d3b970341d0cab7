import { positive, unit } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const hurdleGamma: Distribution = {
  name: 'HurdleGamma',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    unit('psi', 'Probability of a value above zero.'),
    positive('alpha', 'Shape of the gamma.'),
    positive('beta', 'Rate of the gamma.'),
  ],
  support: { kind: 'interval', lower: '0' },
  atom: 'lower',
  logDensity:
    'if x == 0 then log1p(-psi) else log(psi) + alpha * log(beta) - lgamma(alpha) + (alpha - 1) * log(x) - beta * x',
  logCdf: 'if x == 0 then log1p(-psi) else log_mix(psi, log_gamma_p(alpha, beta * x), 0)',
  logCcdf: 'log(psi) + (if x == 0 then 0 else log_gamma_q(alpha, beta * x))',
  mean: 'psi * alpha / beta',
  sd: 'sqrt(psi * alpha * (1 + (1 - psi) * alpha)) / beta',
  doc: `Exactly zero with probability 1 - \`psi\`, else a Gamma(\`alpha\`, \`beta\`) amount: rainfall, costs. At zero the value is a probability, elsewhere a density.

    P(0) = 1 - psi,   p(x) = psi * Gamma(x | alpha, beta) for x > 0

[Hurdle model](https://en.wikipedia.org/wiki/Hurdle_model)`,
};
