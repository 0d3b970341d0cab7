import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const vonMises: Distribution = {
  name: 'VonMises',
  type: 'continuous',
  eventDims: 0,
  arguments: [real('mu', 'Mean direction, in radians.', '0'), positive('kappa', 'Concentration.', '1')],
  support: { kind: 'circle' },
  // cos(x - mu) - 1 = -2 sin^2((x - mu) / 2) keeps its precision where kappa is large.
  logDensity: '-2 * kappa * square(sin((x - mu) / 2)) - (log_i0(kappa) - kappa) - 1.8378770664093453',
  logCdf:
    'if x <= -3.141592653589793 then log(0) else if x >= 3.141592653589793 then 0 else log_von_mises_arc(-3.141592653589793 - mu, x - mu, kappa)',
  logCcdf:
    'if x <= -3.141592653589793 then 0 else if x >= 3.141592653589793 then log(0) else log_von_mises_arc(x - mu, 3.141592653589793 - mu, kappa)',
  mean: 'mu',
  doc: `The circular normal distribution of an angle in radians around \`mu\` with concentration \`kappa\`. Angles are equivalent modulo 2 * pi; draws lie in (-pi, pi].

    p(x) = exp(kappa * cos(x - mu)) / (2 * pi * I0(kappa))

Mardia & Jupp (2000), Directional Statistics`,
};
