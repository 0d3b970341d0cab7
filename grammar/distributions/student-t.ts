import { positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

// log P(|T| > z) of the standard t for z > 0.
const bothTails = (z: string) => `log_beta_i(log(nu) - 2 * log(${z}), nu / 2, 0.5)`;
/** log P(T <= z): the slope at 0 has its own branch, where log(z) has none. */
function logLower(z: string): string {
  const density = 'exp(lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * log(nu) - 0.5723649429247001)';
  return (
    `if ${z} < 0 then ${bothTails(`(-${z})`)} - 0.6931471805599453` +
    ` else if ${z} == 0 then 2 * ${z} * ${density} - 0.6931471805599453` +
    ` else log1p(-0.5 * exp(${bothTails(z)}))`
  );
}

export const studentT: Distribution = {
  name: 'StudentT',
  type: 'continuous',
  eventDims: 0,
  arguments: [
    positive('nu', 'Degrees of freedom; small values give heavy tails.'),
    real('mu', 'Location: the median, and the mean where nu > 1.', '0'),
    positive('sigma', 'Scale; the standard deviation is sigma * sqrt(nu / (nu - 2)) where nu > 2.', '1'),
  ],
  support: { kind: 'interval' },
  logDensity:
    'lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * log(nu) - 0.5723649429247001 - log(sigma) - (nu + 1) / 2 * log1p(square((x - mu) / sigma) / nu)',
  logCdf: logLower('((x - mu) / sigma)'),
  logCcdf: logLower('((mu - x) / sigma)'),
  mean: 'if nu > 1 then mu else 0 / 0',
  sd: 'if nu > 2 then sigma * sqrt(nu / (nu - 2)) else if nu > 1 then 1 / 0 else 0 / 0',
  doc: `Student's t distribution with \`nu\` degrees of freedom, location \`mu\` and scale \`sigma\`: a robust alternative to the normal.

    p(x) = Gamma((nu + 1) / 2) / (Gamma(nu / 2) * sqrt(nu * pi) * sigma) * (1 + ((x - mu) / sigma)^2 / nu)^(-(nu + 1) / 2)

[Student's t distribution](https://en.wikipedia.org/wiki/Student%27s_t-distribution)`,
};
