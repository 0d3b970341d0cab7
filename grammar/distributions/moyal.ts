import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

export const moyal: Distribution = {
  name: 'Moyal',
  type: 'continuous',
  eventDims: 0,
  arguments: [real('mu', 'Location: the mode.', '0'), positive('sigma', 'Scale.', '1')],
  support: { kind: 'interval' },
  logDensity: '-0.5 * ((x - mu) / sigma + exp((mu - x) / sigma)) - log(sigma) - 0.9189385332046727',
  cdf: 'erfc(0.7071067811865476 * exp(0.5 * (mu - x) / sigma))',
  logCdf: '0.6931471805599453 + log_Phi(-exp(0.5 * (mu - x) / sigma))',
  logCcdf: 'log(erf(0.7071067811865476 * exp(0.5 * (mu - x) / sigma)))',
  quantile: 'mu - 2 * sigma * log(-probit(0.5 * probability))',
  mean: 'mu + 1.2703628454614782 * sigma',
  sd: '2.221441469079183 * sigma',
  doc: `An approximation of the Landau distribution of energy loss, with mode \`mu\` and scale \`sigma\`.

    p(x) = exp(-(z + exp(-z)) / 2) / (sigma * sqrt(2 * pi)),   z = (x - mu) / sigma

Moyal (1955), Theory of ionization fluctuations`,
};
