/** Exponentials, logarithms, powers, and rounding. */
import { composed, FLAT, libraryFunction, libraryFunction2, nativeFunction } from './operation.ts';

export const exponential = {
  exp: libraryFunction({ doc: 'The exponential `e^x`.', derivative: 'adjoint * value', total: true }),
  log: libraryFunction({ doc: 'The natural logarithm.', derivative: 'adjoint / x' }),
  log2: composed({ doc: 'The logarithm to base 2.', definition: '1.4426950408889634 * log(x)' }),
  log10: composed({ doc: 'The logarithm to base 10.', definition: '0.4342944819032518 * log(x)' }),
  log1p: libraryFunction({ doc: '`log(1 + x)`, exact for small `x`.', derivative: 'adjoint / (1 + x)' }),
  expm1: libraryFunction({
    doc: '`exp(x) - 1`, exact for small `x`.',
    derivative: 'adjoint * (value + 1)',
    total: true,
  }),
  sqrt: nativeFunction({
    doc: 'The square root.',
    emission: { kind: 'instruction', name: 'f64.sqrt' },
    evaluate: Math.sqrt,
    derivative: 'adjoint / (2 * value)',
  }),
  cbrt: libraryFunction({ doc: 'The cube root.', derivative: 'adjoint / (3 * (value * value))' }),
  abs: nativeFunction({
    doc: 'The absolute value.',
    result: 'same',
    emission: { kind: 'instruction', name: 'f64.abs' },
    evaluate: Math.abs,
    derivative: 'adjoint * sign(x)',
    cost: 1,
    total: true,
  }),
  square: nativeFunction({
    doc: '`x^2`.',
    result: 'same',
    emission: { kind: 'steps', steps: { instruction: 'f64.mul', of: ['x', 'x'] } },
    evaluate: (x) => x * x,
    derivative: 'adjoint * (2 * x)',
    total: true,
  }),
  pow: libraryFunction2({
    doc: '`x^y`.',
    symbol: '^',
    arguments: { x: 'Base.', y: 'Exponent.' },
    derivative: [
      'if y == 0 then 0 else adjoint * (y * x ^ (y - 1))',
      // At x = 0 the power is flat in y for y > 0.
      'if x > 0 then adjoint * (value * log(x)) else 0',
    ],
  }),
};

export const rounding = {
  floor: nativeFunction({
    doc: 'The largest integer not above `x`.',
    result: 'int',
    emission: { kind: 'instruction', name: 'f64.floor' },
    evaluate: Math.floor,
    derivative: FLAT,
    total: true,
  }),
  ceil: nativeFunction({
    doc: 'The smallest integer not below `x`.',
    result: 'int',
    emission: { kind: 'instruction', name: 'f64.ceil' },
    evaluate: Math.ceil,
    derivative: FLAT,
    total: true,
  }),
  /** Half to even, which JavaScript has no operation for. */
  round: libraryFunction({
    doc: 'The nearest integer.',
    result: 'int',
    emission: { kind: 'instruction', name: 'f64.nearest' },
    derivative: FLAT,
    total: true,
  }),
  sign: nativeFunction({
    doc: '-1, 0 or 1 by the sign of `x`.',
    result: 'int',
    emission: {
      kind: 'steps',
      steps: {
        instruction: 'f64.sub',
        of: [
          { test: 'f64.gt', of: ['x', 0] },
          { test: 'f64.lt', of: ['x', 0] },
        ],
      },
    },
    evaluate: Math.sign,
    derivative: FLAT,
    total: true,
  }),
  step: nativeFunction({
    doc: '1 where `x >= 0`, else 0.',
    result: 'int',
    emission: { kind: 'steps', steps: { test: 'f64.ge', of: ['x', 0] } },
    evaluate: (x) => (x >= 0 ? 1 : 0),
    derivative: FLAT,
    total: true,
  }),
};
