import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

/**
 * log(Phi(b) - Phi(a)) for a < b, expressions of the language. In the upper tail the mirrored difference is
 * taken. An infinite bound has a branch of its own: its terms would have the gradient 0 * infinity.
 */
function logMassBetween(lower: string, upper: string): string {
  const a = `((${lower} - mu) / sigma)`;
  const b = `((${upper} - mu) / sigma)`;
  // Not `b - a`, which loses the digits of a narrow interval, and its derivative by mu.
  const width = `((${upper} - ${lower}) / sigma)`;
  return (
    `(if ${lower} == log(0) then (if ${upper} == -log(0) then 0 else log_Phi${b})` +
    ` else if ${upper} == -log(0) then log_Phi(-${a})` +
    // A narrow interval: its middle's density, with the term of second order.
    ` else if ${width} * (1 + abs(${a} + ${b}) / 2) < 0.01 then log(${width}) - 0.125 * square(${a} + ${b}) - 0.9189385332046727` +
    ` + log1p(square(${width}) * (0.25 * square(${a} + ${b}) - 1) / 24)` +
    ` else if ${lower} > mu then log_Phi(-${a}) + log1m_exp(log_Phi(-${b}) - log_Phi(-${a}))` +
    ` else log_Phi${b} + log1m_exp(log_Phi${a} - log_Phi${b}))`
  );
}

const mass = logMassBetween('lower', 'upper');
const outside = (below: string, above: string, inside: string) =>
  `if x <= lower then ${below} else if x >= upper then ${above} else ${inside}`;

// Density of the standard normal at the bounds over the mass between them; 0 at an infinite bound.
const phi = (bound: string) => `exp(-0.5 * square((${bound} - mu) / sigma) - 0.9189385332046727 - ${mass})`;
const edge = (bound: string) =>
  `(if abs(${bound}) == -log(0) then 0 else (${bound} - mu) / sigma * ${phi(bound)})`;

export const truncatedNormal: Distribution = {
  name: 'TruncatedNormal',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    real('mu', 'Mean of the normal before truncation.', '0'),
    positive('sigma', 'Standard deviation of the normal before truncation.', '1'),
    real('lower', 'Lower bound; none by default.', 'log(0)'),
    real('upper', 'Upper bound; none by default.', '-log(0)'),
  ],
  support: { kind: 'interval', lower: 'lower', upper: 'upper' },
  logDensity: `if x < lower or x > upper then log(0) else -0.5 * square((x - mu) / sigma) - log(sigma) - 0.9189385332046727 - ${mass}`,
  cdf: outside('0', '1', `exp(${logMassBetween('lower', 'x')} - ${mass})`),
  logCdf: outside('log(0)', '0', `${logMassBetween('lower', 'x')} - ${mass}`),
  logCcdf: outside('0', 'log(0)', `${logMassBetween('x', 'upper')} - ${mass}`),
  mean: `mu + sigma * (${phi('lower')} - ${phi('upper')})`,
  sd: `sigma * sqrt(1 + ${edge('lower')} - ${edge('upper')} - square(${phi('lower')} - ${phi('upper')}))`,
  doc: `The normal distribution with mean \`mu\` and standard deviation \`sigma\`, cut to \`lower\`..\`upper\` and normalised. The same as \`Truncated(Normal(mu, sigma), lower, upper)\`.

    p(x) = phi((x - mu) / sigma) / (sigma * (Phi((upper - mu) / sigma) - Phi((lower - mu) / sigma)))

[Truncated normal distribution](https://en.wikipedia.org/wiki/Truncated_normal_distribution)`,
};
