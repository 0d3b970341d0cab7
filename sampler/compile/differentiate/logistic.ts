/**
 * The logistic family: values and derivatives all come from one exp(-|x|), which never overflows, so a
 * logit-scale likelihood costs one exponential for both passes.
 */
import type { UnaryFn } from '../../../grammar/ir.ts';
import { binary, constant, divide, minus, multiply, plus, unary, type Value } from './loop-program.ts';

export type LogisticFn = 'inv_logit' | 'log_inv_logit' | 'log1p_exp';

export function isLogistic(fn: UnaryFn): fn is LogisticFn {
  return fn === 'inv_logit' || fn === 'log_inv_logit' || fn === 'log1p_exp';
}

const ZERO = constant(0);
const ONE = constant(1);

/** exp(-|x|) */
export function logisticDecay(x: Value): Value {
  return unary('exp', unary('neg', unary('abs', x)));
}

export function logisticValue(fn: LogisticFn, x: Value, decay: Value): Value {
  switch (fn) {
    case 'inv_logit':
      return upper(x, decay);
    case 'log_inv_logit':
      return minus(binary('min', x, ZERO), unary('log1p', decay));
    case 'log1p_exp':
      return plus(binary('max', x, ZERO), unary('log1p', decay));
  }
}

/** `adjoint * d fn(x) / dx` */
export function logisticAdjoint(fn: LogisticFn, x: Value, value: Value, decay: Value, adjoint: Value): Value {
  switch (fn) {
    case 'inv_logit':
      return multiply(adjoint, multiply(value, lower(x, decay)));
    case 'log_inv_logit':
      return multiply(adjoint, lower(x, decay));
    case 'log1p_exp':
      return multiply(adjoint, upper(x, decay));
  }
}

/** inv_logit(x) */
function upper(x: Value, decay: Value): Value {
  return divide({ kind: 'choose', cond: binary('ge', x, ZERO), then: ONE, else: decay }, plus(ONE, decay));
}

/** inv_logit(-x) */
function lower(x: Value, decay: Value): Value {
  return divide({ kind: 'choose', cond: binary('ge', x, ZERO), then: decay, else: ONE }, plus(ONE, decay));
}
