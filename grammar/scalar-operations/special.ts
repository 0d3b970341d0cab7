/** The normal distribution's functions, the gamma family, Bessel functions, and limits. */
import { composed, libraryFunction, NOT_DIFFERENTIATED } from './operation.ts';

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

export const limits = {
  clip: composed({
    doc: '`x` moved to the nearest value in `lo..hi`.',
    arguments: { x: 'The value.', lo: 'Lower limit.', hi: 'Upper limit.' },
    result: 'same',
    definition: 'min(max(x, lo), hi)',
  }),
};
