/** The normal distribution's functions, the gamma family, Bessel functions, and limits. */
import {
  composed,
  libraryFunction,
  libraryFunction2,
  libraryFunction3,
  NOT_DIFFERENTIATED,
} from './operation.ts';

export const normal = {
  probit: libraryFunction({
    doc: 'The quantile of the standard normal at `p`.',
    derivative: 'adjoint * (2.5066282746310002 * exp(0.5 * (value * value)))',
  }),
  Phi: libraryFunction({
    doc: 'The distribution function of the standard normal.',
    derivative: 'adjoint * (0.3989422804014327 * exp((-0.5) * (x * x)))',
    total: true,
  }),
  log_Phi: libraryFunction({
    doc: '`log(Phi(x))`, without underflow.',
    // phi(x) / Phi(x), on the log scale so that the far tail keeps its digits.
    derivative: 'adjoint * exp((-0.5) * (x * x) - 0.9189385332046727 - value)',
  }),
  erf: libraryFunction({
    doc: 'The error function.',
    derivative: 'adjoint * (1.1283791670955126 * exp(-(x * x)))',
    total: true,
  }),
  erfc: libraryFunction({
    doc: '`1 - erf(x)`, exact for large `x`.',
    derivative: 'adjoint * ((-1.1283791670955126) * exp(-(x * x)))',
    total: true,
  }),
};

const shapes = { a: 'First shape.', b: 'Second shape.' };

export const gammaFamily = {
  lgamma: libraryFunction({
    doc: 'The logarithm of the gamma function.',
    derivative: 'adjoint * digamma(x)',
  }),
  digamma: libraryFunction({ doc: 'The derivative of `lgamma`.', derivative: 'adjoint * trigamma(x)' }),
  trigamma: libraryFunction({
    doc: 'The second derivative of `lgamma`.',
    derivative: 'adjoint * tetragamma(x)',
  }),
  tetragamma: libraryFunction({
    use: 'internal',
    doc: 'The third derivative of `lgamma`.',
    derivative: NOT_DIFFERENTIATED,
  }),
  beta: composed({ doc: 'The beta function.', arguments: shapes, definition: 'exp(lbeta(a, b))' }),
  lbeta: composed({
    doc: 'The logarithm of the beta function.',
    arguments: shapes,
    definition: 'lgamma(a) + lgamma(b) - lgamma(a + b)',
  }),
  lchoose: composed({
    doc: 'The logarithm of the binomial coefficient.',
    arguments: { n: 'Size of the set.', k: 'Number chosen.' },
    definition: 'lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)',
  }),
};

export const bessel = {
  log_i0: libraryFunction({
    use: 'table',
    doc: 'The logarithm of the modified Bessel function of the first kind and order 0.',
    derivative: 'adjoint * i1_over_i0(x)',
  }),
  i1_over_i0: libraryFunction({
    use: 'table',
    doc: 'The ratio `A(x) = I1(x) / I0(x)` of modified Bessel functions.',
    // A' = 1 - A/x - A^2, with limit 1/2 at 0.
    derivative: 'adjoint * (if x == 0 then 0.5 else 1 - value / x - value * value)',
  }),
};

const shapeAndPoint = { a: 'Shape.', x: 'A number from 0 on.' };
const oddsAndShapes = { u: 'Log odds of x.', ...shapes };
const distanceAndPoint = { nu: 'Distance of the centre.', x: 'A number from 0 on.' };
const arc = {
  lo: 'Where the arc begins, from the mean direction.',
  hi: 'Where it ends.',
  kappa: 'Concentration.',
};
// The density of a standard gamma at x over the value.
const gammaHazard = 'exp((a - 1) * log(x) - x - lgamma(a) - value)';
// Density of the Rice distribution at x over the value; by nu it flows by I1 in place of I0.
const riceHazard = 'x * exp(-0.5 * square(x - nu) + (log_i0(nu * x) - nu * x) - value)';
const vonMisesAt = (angle: string) =>
  `exp(-2 * kappa * square(sin(${angle} / 2)) - (log_i0(kappa) - kappa) - 1.8378770664093453 - value)`;

/** Logarithms of tail probabilities. */
export const tails = {
  log_gamma_p: libraryFunction2({
    doc: 'The logarithm of the regularised lower incomplete gamma function `P(a, x)`.',
    arguments: shapeAndPoint,
    derivative: ['adjoint * log_gamma_p_da(a, x)', `adjoint * ${gammaHazard}`],
  }),
  log_gamma_q: libraryFunction2({
    doc: 'The logarithm of the regularised upper incomplete gamma function `Q(a, x) = 1 - P(a, x)`.',
    arguments: shapeAndPoint,
    derivative: ['adjoint * log_gamma_q_da(a, x)', `-adjoint * ${gammaHazard}`],
  }),
  log_gamma_p_da: libraryFunction2({
    use: 'internal',
    doc: 'The derivative of `log_gamma_p` by its shape.',
    arguments: shapeAndPoint,
    derivative: NOT_DIFFERENTIATED,
  }),
  log_gamma_q_da: libraryFunction2({
    use: 'internal',
    doc: 'The derivative of `log_gamma_q` by its shape.',
    arguments: shapeAndPoint,
    derivative: NOT_DIFFERENTIATED,
  }),
  log_beta_i: libraryFunction3({
    doc: 'The logarithm of the regularised incomplete beta function `I(a, b)` at `x = inv_logit(u)`; `log_beta_i(-u, b, a)` is that of its complement.',
    arguments: oddsAndShapes,
    derivative: [
      'adjoint * exp(a * log_inv_logit(u) + b * log_inv_logit(-u) - lbeta(a, b) - value)',
      'adjoint * log_beta_i_da(u, a, b)',
      'adjoint * log_beta_i_db(u, a, b)',
    ],
  }),
  log_beta_i_da: libraryFunction3({
    use: 'internal',
    doc: 'The derivative of `log_beta_i` by its first shape.',
    arguments: oddsAndShapes,
    derivative: NOT_DIFFERENTIATED,
  }),
  log_beta_i_db: libraryFunction3({
    use: 'internal',
    doc: 'The derivative of `log_beta_i` by its second shape.',
    arguments: oddsAndShapes,
    derivative: NOT_DIFFERENTIATED,
  }),
  log_skew_normal_cdf: libraryFunction2({
    use: 'table',
    doc: 'The logarithm of the distribution function of the skew normal of location 0 and scale 1.',
    arguments: { z: 'The standardised value.', alpha: 'Skewness.' },
    derivative: [
      'adjoint * exp(-0.5 * square(z) + log_Phi(alpha * z) - 0.22579135264472744 - value)',
      '-adjoint * exp(-0.5 * square(z) * (1 + square(alpha)) - 1.1447298858494002 - log1p(square(alpha)) - value)',
    ],
  }),
  log_rice_cdf: libraryFunction2({
    use: 'table',
    doc: 'The logarithm of the distribution function of the Rice distribution of scale 1.',
    arguments: distanceAndPoint,
    derivative: [`-adjoint * ${riceHazard} * i1_over_i0(nu * x)`, `adjoint * ${riceHazard}`],
  }),
  log_rice_ccdf: libraryFunction2({
    use: 'table',
    doc: 'The logarithm of the tail of the Rice distribution of scale 1: Marcum’s Q.',
    arguments: distanceAndPoint,
    derivative: [`adjoint * ${riceHazard} * i1_over_i0(nu * x)`, `-adjoint * ${riceHazard}`],
  }),
  log_von_mises_arc: libraryFunction3({
    use: 'table',
    doc: 'The logarithm of the probability of an arc of the circle under the von Mises distribution.',
    arguments: arc,
    derivative: [
      `-adjoint * ${vonMisesAt('lo')}`,
      `adjoint * ${vonMisesAt('hi')}`,
      'adjoint * log_von_mises_arc_dkappa(lo, hi, kappa)',
    ],
  }),
  log_von_mises_arc_dkappa: libraryFunction3({
    use: 'internal',
    doc: 'The derivative of `log_von_mises_arc` by its concentration.',
    arguments: arc,
    derivative: NOT_DIFFERENTIATED,
  }),
};

export const limits = {
  clip: composed({
    doc: '`x` moved to the nearest value in `lo..hi`.',
    arguments: { x: 'The value.', lo: 'Lower limit.', hi: 'Upper limit.' },
    result: 'same',
    definition: 'min(max(x, lo), hi)',
  }),
};
