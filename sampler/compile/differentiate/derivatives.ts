/** Values and derivatives of scalar operations as loop code, from the texts of their table. */
import type { BinaryFn, TernaryFn, UnaryFn } from '../../../grammar/ir.ts';
import { expand, type ScalarAlgebra } from '../../../grammar/scalar-operations/expand.ts';
import {
  binaryOperations,
  ternaryOperations,
  unaryOperations,
} from '../../../grammar/scalar-operations/index.ts';
import {
  type Derivative,
  type Emission,
  FLAT,
  NOT_DIFFERENTIATED,
} from '../../../grammar/scalar-operations/operation.ts';
import { binary, constant, divide, minus, multiply, plus, unary, type Value } from './loop-program.ts';

const loopCode: ScalarAlgebra<Value> = {
  constant,
  unary,
  binary: (fn, x, y) => {
    switch (fn) {
      case 'add':
        return plus(x, y);
      case 'sub':
        return minus(x, y);
      case 'mul':
        return multiply(x, y);
      case 'div':
        return divide(x, y);
      default:
        return binary(fn, x, y);
    }
  },
  ternary: (fn, x, y, z) => ({ kind: 'ternary', fn, x, y, z }),
  select: (cond, then, otherwise) => ({ kind: 'choose', cond, then, else: otherwise }),
};

/** Piecewise constant operations, whose derivative is zero. */
export function isFlat(fn: UnaryFn | BinaryFn): boolean {
  const row = fn in unaryOperations ? unaryOperations[fn as UnaryFn] : binaryOperations[fn as BinaryFn];
  return row.derivative === FLAT;
}

/** The inline form of an operation, or null where it is a single call or instruction. */
export function inlineForm(fn: UnaryFn): Extract<Emission, { kind: 'inline' }> | null {
  const { emission } = unaryOperations[fn];
  return emission.kind === 'inline' ? emission : null;
}

/** The common subexpression of value and derivative of an inlined operation. */
export function sharedPart(form: Extract<Emission, { kind: 'inline' }>, x: Value): Value {
  return expand(loopCode, form.shared, new Map([['x', x]]));
}

export function inlineValue(form: Extract<Emission, { kind: 'inline' }>, x: Value, shared: Value): Value {
  return expand(loopCode, form.value, new Map([['x', x], ['shared', shared]])); // biome-ignore format: pairs
}

/** `adjoint` times the derivative of fn(x), where `value` is fn(x); `bind` keeps what is used several times. */
export function unaryAdjoint(
  fn: UnaryFn,
  known: { readonly x: Value; readonly value: Value; readonly adjoint: Value; readonly shared?: Value },
  bind: (value: Value) => Value,
): Value {
  const { derivative } = unaryOperations[fn];
  if (derivative === FLAT) return constant(0);
  if (derivative === NOT_DIFFERENTIATED) throw new Error(`${fn} occurs in derivatives only and has none`);
  return adjointOf(derivative, new Map(Object.entries(known)), bind);
}

/** `adjoint` times the two partial derivatives of fn(x, y); null where they are zero. */
export function binaryAdjoint(
  fn: BinaryFn,
  known: { readonly x: Value; readonly y: Value; readonly value: Value; readonly adjoint: Value },
  bind: (value: Value) => Value,
): readonly [Value, Value] | null {
  const row = binaryOperations[fn];
  if (row.derivative === FLAT) return null;
  if (row.derivative === NOT_DIFFERENTIATED) throw new Error(`${fn} occurs in derivatives only and has none`);
  const [first, second] = row.arguments;
  const names = new Map([
    [first.name, known.x],
    [second.name, known.y],
    ['value', known.value],
    ['adjoint', known.adjoint],
  ]);
  const [byFirst, bySecond] = row.derivative;
  return [adjointOf(byFirst, names, bind), adjointOf(bySecond, names, bind)];
}

/** The same by each argument of fn(x, y, z), made where it is asked for: some are dear. */
export function ternaryAdjoints(
  fn: TernaryFn,
  args: readonly Value[],
  known: { readonly value: Value; readonly adjoint: Value },
  bind: (value: Value) => Value,
): readonly (() => Value)[] {
  const { derivative, arguments: declared } = ternaryOperations[fn];
  if (derivative === NOT_DIFFERENTIATED) throw new Error(`${fn} occurs in derivatives only and has none`);
  const names = new Map([
    ...Object.entries(known),
    ...declared.map(({ name }, k) => [name, args[k]] as const),
  ]);
  return derivative.map((text) => () => adjointOf(text, names, bind));
}

function adjointOf(
  derivative: Derivative,
  names: ReadonlyMap<string, Value>,
  bind: (value: Value) => Value,
): Value {
  if (typeof derivative === 'string') return expand(loopCode, derivative, names);
  const all = new Map(names);
  for (const [name, text] of Object.entries(derivative.given))
    all.set(name, bind(expand(loopCode, text, all)));
  return expand(loopCode, derivative.text, all);
}
