/** The table of scalar operations, in the order of the reference page. */
import type { BinaryOp } from '../syntax/ast.ts';
import { exponential, rounding } from './elementary.ts';
import { logistic, logProbabilities } from './logistic.ts';
import type {
  BinaryOperation,
  ComposedOperation,
  ScalarOperation,
  TernaryOperation,
  UnaryOperation,
} from './operation.ts';
import { operators } from './operators.ts';
import { bessel, gammaFamily, limits, normal, tails } from './special.ts';
import { trigonometric } from './trigonometric.ts';

const rows = {
  ...exponential,
  ...trigonometric,
  ...rounding,
  ...logistic,
  ...normal,
  ...gammaFamily,
  ...logProbabilities,
  ...tails,
  ...limits,
  ...bessel,
  ...operators,
};

type Rows = typeof rows;
type NamesOf<T> = { [K in keyof Rows]: Rows[K] extends T ? K : never }[keyof Rows];

/** Operations of one, two and three numbers, as the IR has them. */
export type UnaryFn = NamesOf<{ readonly arity: 1 }>;
export type BinaryFn = NamesOf<{ readonly arity: 2 }>;
export type TernaryFn = NamesOf<{ readonly arity: 3 }>;
/** Of these `sampler/math` has a function of the same name. */
export type LibraryUnaryFn = NamesOf<{ readonly arity: 1; readonly library: true }>;
export type LibraryBinaryFn = NamesOf<{ readonly arity: 2; readonly library: true }>;

export const scalarOperations: ReadonlyMap<string, ScalarOperation> = new Map<string, ScalarOperation>(
  Object.entries(rows),
);

export const unaryOperations = ofArity<UnaryOperation, UnaryFn>(1);
export const binaryOperations = ofArity<BinaryOperation, BinaryFn>(2);
export const ternaryOperations = ofArity<TernaryOperation, TernaryFn>(3);
export const composedOperations: ReadonlyMap<string, ComposedOperation> = new Map(
  [...scalarOperations].flatMap(([name, row]) => (row.arity === 'composed' ? [[name, row] as const] : [])),
);

/** The operation of each infix operator. */
export const operatorFns = Object.fromEntries(
  Object.entries(binaryOperations).flatMap(([name, { symbol }]) =>
    symbol === undefined ? [] : [[symbol, name]],
  ),
) as Readonly<Record<Exclude<BinaryOp, '@'>, BinaryFn>>;

function ofArity<T extends ScalarOperation, Name extends string>(
  arity: 1 | 2 | 3,
): Readonly<Record<Name, T>> {
  const chosen = [...scalarOperations].filter(([, row]) => row.arity === arity);
  return Object.fromEntries(chosen) as Record<Name, T>;
}
