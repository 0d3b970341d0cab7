/** Scalar functions: applied element by element, broadcast by dimension name. */
import type { BuiltinFunction } from './function.ts';
import { elementwise } from './rules.ts';

const real = elementwise('real');
const kept = elementwise(null);
const int = elementwise('int');

function unary(name: string, doc: string, rule = real): BuiltinFunction {
  return {
    name,
    group: 'scalar',
    doc,
    signatures: [[{ name: 'x', doc: 'A number or an array.' }]],
    result: `${rule === int ? 'int' : rule === kept ? 'type' : 'real'}, dims of \`x\``,
    rule,
  };
}

function several(
  name: string,
  args: Readonly<Record<string, string>>,
  doc: string,
  rule = real,
): BuiltinFunction {
  return {
    name,
    group: 'scalar',
    doc,
    signatures: [Object.entries(args).map(([argument, text]) => ({ name: argument, doc: text }))],
    result: 'union of the dims of the arguments',
    rule,
  };
}

export const scalarFunctions: readonly BuiltinFunction[] = [
  unary('exp', 'The exponential `e^x`.'),
  unary('log', 'The natural logarithm.'),
  unary('log2', 'The logarithm to base 2.'),
  unary('log10', 'The logarithm to base 10.'),
  unary('log1p', '`log(1 + x)`, exact for small `x`.'),
  unary('expm1', '`exp(x) - 1`, exact for small `x`.'),
  unary('sqrt', 'The square root.'),
  unary('cbrt', 'The cube root.'),
  unary('abs', 'The absolute value.', kept),
  unary('square', '`x^2`.', kept),
  several('pow', { x: 'Base.', y: 'Exponent.' }, '`x^y`.'),
  unary('sin', 'The sine of an angle in radians.'),
  unary('cos', 'The cosine of an angle in radians.'),
  unary('tan', 'The tangent of an angle in radians.'),
  unary('asin', 'The inverse sine, in radians.'),
  unary('acos', 'The inverse cosine, in radians.'),
  unary('atan', 'The inverse tangent, in radians.'),
  several('atan2', { y: 'Ordinate.', x: 'Abscissa.' }, 'The angle of the point `(x, y)`, in radians.'),
  unary('sinh', 'The hyperbolic sine.'),
  unary('cosh', 'The hyperbolic cosine.'),
  unary('tanh', 'The hyperbolic tangent.'),
  unary('floor', 'The largest integer not above `x`.', int),
  unary('ceil', 'The smallest integer not below `x`.', int),
  unary('round', 'The nearest integer.', int),
  unary('sign', '-1, 0 or 1 by the sign of `x`.', int),
  unary('step', '1 where `x >= 0`, else 0.', int),
  unary('logit', 'The log odds `log(p / (1 - p))`.'),
  unary('inv_logit', 'The logistic function `1 / (1 + exp(-x))`: log odds to probability.'),
  unary('log_inv_logit', '`log(inv_logit(x))`, without underflow.'),
  unary('probit', 'The quantile of the standard normal at `p`.'),
  unary('Phi', 'The distribution function of the standard normal.'),
  unary('log_Phi', '`log(Phi(x))`, without underflow.'),
  unary('erf', 'The error function.'),
  unary('erfc', '`1 - erf(x)`, exact for large `x`.'),
  unary('lgamma', 'The logarithm of the gamma function.'),
  unary('digamma', 'The derivative of `lgamma`.'),
  unary('trigamma', 'The second derivative of `lgamma`.'),
  several('beta', { a: 'First shape.', b: 'Second shape.' }, 'The beta function.'),
  several('lbeta', { a: 'First shape.', b: 'Second shape.' }, 'The logarithm of the beta function.'),
  several(
    'lchoose',
    { n: 'Size of the set.', k: 'Number chosen.' },
    'The logarithm of the binomial coefficient.',
  ),
  unary('log1p_exp', '`log(1 + exp(x))`, without overflow (softplus).'),
  unary('log1m_exp', '`log(1 - exp(x))` for `x < 0`.'),
  several(
    'log_mix',
    { theta: 'Weight of the first.', a: 'Log density of the first.', b: 'Log density of the second.' },
    '`log(theta * exp(a) + (1 - theta) * exp(b))`, without overflow.',
  ),
  several(
    'clip',
    { x: 'The value.', lo: 'Lower limit.', hi: 'Upper limit.' },
    '`x` moved to the nearest value in `lo..hi`.',
    kept,
  ),
];
