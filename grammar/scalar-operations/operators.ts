/** The operators of the language, and the extrema of two numbers. */

import {
  type ArithmeticInstruction,
  FLAT,
  libraryFunction,
  libraryFunction2,
  nativeFunction,
  nativeFunction2,
} from './operation.ts';

const truth = (condition: boolean): number => (condition ? 1 : 0);
const instruction = (name: ArithmeticInstruction) => ({ kind: 'instruction', name }) as const;
const operator = { use: 'internal', total: true } as const;
const comparison = { ...operator, result: 'bool', derivative: FLAT } as const;

export const operators = {
  neg: nativeFunction({
    ...operator,
    doc: '`-x`.',
    result: 'same',
    emission: instruction('f64.neg'),
    evaluate: (x) => -x,
    derivative: '-adjoint',
    cost: 1,
  }),
  not: nativeFunction({
    ...operator,
    doc: '`not x`.',
    result: 'bool',
    emission: { kind: 'logic', name: 'i32.eqz' },
    evaluate: (x) => truth(x === 0),
    derivative: FLAT,
  }),
  /** For draws of what is summed out: the same at each evaluation of a position, in each module. */
  scramble: libraryFunction({
    use: 'internal',
    doc: 'A whole number below 2^32 that depends on every bit of `x`.',
    result: 'int',
    derivative: FLAT,
    total: true,
  }),
  add: nativeFunction2({
    ...operator,
    doc: '`x + y`.',
    symbol: '+',
    result: 'same',
    emission: instruction('f64.add'),
    evaluate: (x, y) => x + y,
    derivative: ['adjoint', 'adjoint'],
  }),
  sub: nativeFunction2({
    ...operator,
    doc: '`x - y`.',
    symbol: '-',
    result: 'same',
    emission: instruction('f64.sub'),
    evaluate: (x, y) => x - y,
    derivative: ['adjoint', '-adjoint'],
  }),
  mul: nativeFunction2({
    ...operator,
    doc: '`x * y`.',
    symbol: '*',
    result: 'same',
    emission: instruction('f64.mul'),
    evaluate: (x, y) => x * y,
    derivative: ['adjoint * y', 'adjoint * x'],
  }),
  div: nativeFunction2({
    use: 'internal',
    doc: '`x / y`.',
    symbol: '/',
    emission: instruction('f64.div'),
    evaluate: (x, y) => x / y,
    // The same quotient twice: the engine's value numbering computes it once.
    derivative: ['adjoint / y', '-(adjoint / y * value)'],
    cost: 10,
  }),
  /** C's `fmod`: the result has the sign of the dividend, so the whole multiples are counted towards zero. */
  mod: libraryFunction2({
    use: 'internal',
    doc: 'The remainder of `x / y`, with the sign of `x`.',
    result: 'same',
    derivative: ['adjoint', '-(adjoint * (if x / y >= 0 then floor(x / y) else ceil(x / y)))'],
  }),
  // At a tie the first argument takes the gradient. With several arguments `min` and `max` are the
  // reductions' forms in the table of functions.
  min: nativeFunction2({
    use: 'internal',
    doc: 'The smaller of two numbers.',
    result: 'same',
    emission: instruction('f64.min'),
    evaluate: Math.min,
    derivative: ['if x <= y then adjoint else 0', 'if x <= y then 0 else adjoint'],
    total: true,
  }),
  max: nativeFunction2({
    use: 'internal',
    doc: 'The larger of two numbers.',
    result: 'same',
    emission: instruction('f64.max'),
    evaluate: Math.max,
    derivative: ['if x >= y then adjoint else 0', 'if x >= y then 0 else adjoint'],
    total: true,
  }),
  eq: nativeFunction2({
    ...comparison,
    doc: '`x == y`.',
    symbol: '==',
    emission: { kind: 'test', name: 'f64.eq' },
    evaluate: (x, y) => truth(x === y),
  }),
  ne: nativeFunction2({
    ...comparison,
    doc: '`x != y`.',
    symbol: '!=',
    emission: { kind: 'test', name: 'f64.ne' },
    evaluate: (x, y) => truth(x !== y),
  }),
  lt: nativeFunction2({
    ...comparison,
    doc: '`x < y`.',
    symbol: '<',
    emission: { kind: 'test', name: 'f64.lt' },
    evaluate: (x, y) => truth(x < y),
  }),
  le: nativeFunction2({
    ...comparison,
    doc: '`x <= y`.',
    symbol: '<=',
    emission: { kind: 'test', name: 'f64.le' },
    evaluate: (x, y) => truth(x <= y),
  }),
  gt: nativeFunction2({
    ...comparison,
    doc: '`x > y`.',
    symbol: '>',
    emission: { kind: 'test', name: 'f64.gt' },
    evaluate: (x, y) => truth(x > y),
  }),
  ge: nativeFunction2({
    ...comparison,
    doc: '`x >= y`.',
    symbol: '>=',
    emission: { kind: 'test', name: 'f64.ge' },
    evaluate: (x, y) => truth(x >= y),
  }),
  and: nativeFunction2({
    ...comparison,
    doc: '`x and y`.',
    symbol: 'and',
    emission: { kind: 'logic', name: 'i32.and' },
    evaluate: (x, y) => truth(x !== 0 && y !== 0),
  }),
  or: nativeFunction2({
    ...comparison,
    doc: '`x or y`.',
    symbol: 'or',
    emission: { kind: 'logic', name: 'i32.or' },
    evaluate: (x, y) => truth(x !== 0 || y !== 0),
  }),
};
