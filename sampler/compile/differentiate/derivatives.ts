/** The derivative of every scalar function, times the adjoint of its result. */
import type { BinaryFn, UnaryFn } from '../../../grammar/ir.ts';
import type { LogisticFn } from './logistic.ts';
import { binary, constant, divide, minus, multiply, plus, unary, type Value } from './loop-program.ts';

const ONE = constant(1);

/** Functions that are flat between jumps: nothing flows back through them. */
export function isFlat(fn: UnaryFn | BinaryFn): boolean {
  return FLAT.has(fn);
}
const FLAT: ReadonlySet<UnaryFn | BinaryFn> = new Set<UnaryFn | BinaryFn>([
  'floor',
  'ceil',
  'round',
  'sign',
  'step',
  'not',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'and',
  'or',
]);

/** `adjoint * d fn(x) / dx` (the logistic family is in logistic.ts), where `value` is fn(x); `bind` keeps a value that is used twice. */
export function unaryAdjoint(
  fn: Exclude<UnaryFn, LogisticFn>,
  x: Value,
  value: Value,
  adjoint: Value,
  bind: (value: Value) => Value,
): Value {
  const over = (d: Value): Value => divide(adjoint, d);
  const times = (d: Value): Value => multiply(adjoint, d);
  switch (fn) {
    case 'neg':
      return unary('neg', adjoint);
    case 'exp':
      return times(value);
    case 'log':
      return over(x);
    case 'log1p':
      return over(plus(ONE, x));
    case 'expm1':
      return times(plus(value, ONE));
    case 'sqrt':
      return over(multiply(constant(2), value));
    case 'cbrt':
      return over(multiply(constant(3), multiply(value, value)));
    case 'abs':
      return times(unary('sign', x));
    case 'square':
      return times(multiply(constant(2), x));
    case 'sin':
      return times(unary('cos', x));
    case 'cos':
      return unary('neg', times(unary('sin', x)));
    case 'tan':
      return times(plus(ONE, multiply(value, value)));
    case 'asin':
      return over(unary('sqrt', oneMinusSquare(x)));
    case 'acos':
      return unary('neg', over(unary('sqrt', oneMinusSquare(x))));
    case 'atan':
      return over(plus(ONE, multiply(x, x)));
    case 'sinh':
      return times(unary('cosh', x));
    case 'cosh':
      return times(unary('sinh', x));
    case 'tanh': {
      // 1 - tanh^2 loses all digits in the tails; 1 / cosh^2 does not.
      const cosh = bind(unary('cosh', x));
      return over(multiply(cosh, cosh));
    }
    case 'logit':
      return over(multiply(x, minus(ONE, x)));
    case 'log1m_exp':
      return unary('neg', over(unary('expm1', unary('neg', x))));
    case 'lgamma':
      return times(unary('digamma', x));
    case 'digamma':
      return times(unary('trigamma', x));
    case 'erf':
      return times(multiply(constant(2 / Math.sqrt(Math.PI)), unary('exp', unary('neg', multiply(x, x)))));
    case 'erfc':
      return times(multiply(constant(-2 / Math.sqrt(Math.PI)), unary('exp', unary('neg', multiply(x, x)))));
    case 'Phi':
      return times(
        multiply(
          constant(1 / Math.sqrt(2 * Math.PI)),
          unary('exp', multiply(constant(-0.5), multiply(x, x))),
        ),
      );
    case 'log_Phi':
      // phi(x) / Phi(x), on the log scale so that the far tail keeps its digits.
      return times(
        unary(
          'exp',
          minus(
            minus(multiply(constant(-0.5), multiply(x, x)), constant(0.5 * Math.log(2 * Math.PI))),
            value,
          ),
        ),
      );
    case 'probit':
      return times(
        multiply(
          constant(Math.sqrt(2 * Math.PI)),
          unary('exp', multiply(constant(0.5), multiply(value, value))),
        ),
      );
    case 'log_i0':
      return times(unary('i1_over_i0', x));
    case 'i1_over_i0':
      // A' = 1 - A/x - A^2, with limit 1/2 at 0.
      return times({
        kind: 'choose',
        cond: binary('eq', x, constant(0)),
        then: constant(0.5),
        else: minus(minus(ONE, divide(value, x)), multiply(value, value)),
      });
    case 'trigamma':
      throw new Error('trigamma occurs only in derivatives and is not differentiated again');
    case 'floor':
    case 'ceil':
    case 'round':
    case 'sign':
    case 'step':
    case 'not':
      return constant(0);
  }
}

function oneMinusSquare(x: Value): Value {
  return multiply(minus(ONE, x), plus(ONE, x));
}

/** `adjoint` times the two partial derivatives of fn(x, y); null where nothing flows. */
export function binaryAdjoint(
  fn: BinaryFn,
  x: Value,
  y: Value,
  value: Value,
  adjoint: Value,
): { readonly x: Value | null; readonly y: Value | null } {
  const choose = (cond: Value, then: Value, otherwise: Value): Value => ({
    kind: 'choose',
    cond,
    then,
    else: otherwise,
  });
  switch (fn) {
    case 'add':
      return { x: adjoint, y: adjoint };
    case 'sub':
      return { x: adjoint, y: unary('neg', adjoint) };
    case 'mul':
      return { x: multiply(adjoint, y), y: multiply(adjoint, x) };
    case 'div':
      // The same quotient twice: the engine's value numbering computes it once.
      return { x: divide(adjoint, y), y: unary('neg', multiply(divide(adjoint, y), value)) };
    case 'pow':
      return {
        x: choose(
          binary('eq', y, constant(0)),
          constant(0),
          multiply(adjoint, multiply(y, binary('pow', x, minus(y, ONE)))),
        ),
        // At x = 0 the power is flat in y for y > 0.
        y: choose(
          binary('gt', x, constant(0)),
          multiply(adjoint, multiply(value, unary('log', x))),
          constant(0),
        ),
      };
    case 'min':
      return {
        x: choose(binary('le', x, y), adjoint, constant(0)),
        y: choose(binary('le', x, y), constant(0), adjoint),
      };
    case 'max':
      return {
        x: choose(binary('ge', x, y), adjoint, constant(0)),
        y: choose(binary('ge', x, y), constant(0), adjoint),
      };
    case 'atan2': {
      const norm = plus(multiply(x, x), multiply(y, y));
      return { x: divide(multiply(adjoint, y), norm), y: unary('neg', divide(multiply(adjoint, x), norm)) };
    }
    case 'mod':
      return { x: adjoint, y: unary('neg', multiply(adjoint, truncated(divide(x, y)))) };
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'and':
    case 'or':
      return { x: null, y: null };
  }
}

/** Towards zero, as `mod` counts whole multiples. */
function truncated(x: Value): Value {
  return {
    kind: 'choose',
    cond: binary('ge', x, constant(0)),
    then: unary('floor', x),
    else: unary('ceil', x),
  };
}
