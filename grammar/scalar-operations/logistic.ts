/** Functions on the scale of log odds and of log probabilities. */
import { composed, libraryFunction } from './operation.ts';

/**
 * Values and derivatives of the logistic family all come from one exp(-|x|), which never overflows, so a
 * likelihood on the logit scale costs one exponential for both passes.
 */
const shared = 'exp(-abs(x))';
const upperTail = '(if x >= 0 then 1 else shared) / (1 + shared)';
const lowerTail = '(if x >= 0 then shared else 1) / (1 + shared)';

export const logistic = {
  logit: libraryFunction({
    doc: 'The log odds `log(p / (1 - p))`.',
    derivative: 'adjoint / (x * (1 - x))',
  }),
  inv_logit: libraryFunction({
    doc: 'The logistic function `1 / (1 + exp(-x))`: log odds to probability.',
    emission: { kind: 'inline', shared, value: upperTail },
    derivative: `adjoint * (value * (${lowerTail}))`,
    total: true,
  }),
  log_inv_logit: libraryFunction({
    doc: '`log(inv_logit(x))`, without underflow.',
    emission: { kind: 'inline', shared, value: 'min(x, 0) - log1p(shared)' },
    derivative: `adjoint * (${lowerTail})`,
    total: true,
  }),
  cloglog: composed({
    doc: 'The complementary log-log `log(-log(1 - x))`, exact for small `x`.',
    definition: 'log(-log1p(-x))',
  }),
  inv_cloglog: composed({
    doc: 'The inverse of `cloglog`, `1 - exp(-exp(x))`: the probability of an event in a time of log hazard `x`.',
    // Two forms that agree at log(log(2)): the first keeps the slope's digits, the second the value's.
    definition: 'if x > -0.36651292058166435 then 1 - exp(-exp(x)) else -expm1(-exp(x))',
  }),
};

export const logProbabilities = {
  log1p_exp: libraryFunction({
    doc: '`log(1 + exp(x))`, without overflow (softplus).',
    emission: { kind: 'inline', shared, value: 'max(x, 0) + log1p(shared)' },
    derivative: `adjoint * (${upperTail})`,
    total: true,
  }),
  log1m_exp: libraryFunction({
    doc: '`log(1 - exp(x))` for `x < 0`.',
    derivative: '-(adjoint / expm1(-x))',
  }),
  /** Minus infinity on both sides gives minus infinity. */
  log_sum_exp2: composed({
    use: 'internal',
    doc: '`log(exp(a) + exp(b))`, without overflow.',
    arguments: { a: 'First.', b: 'Second.' },
    definition: 'if max(a, b) == log(0) then max(a, b) else max(a, b) + log1p_exp(min(a, b) - max(a, b))',
  }),
  log_mix: composed({
    doc: '`log(theta * exp(a) + (1 - theta) * exp(b))`, without overflow.',
    arguments: {
      theta: 'Weight of the first.',
      a: 'Log density of the first.',
      b: 'Log density of the second.',
    },
    definition: 'log_sum_exp2(log(theta) + a, log1p(-theta) + b)',
  }),
};
