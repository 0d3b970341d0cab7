/**
 * A scalar operation: one row of the table read by the checker, completion, hovers, the reference page, lowering,
 * constant folding, differentiation and emission.
 *
 * Texts are expressions of the language over the operation's arguments; those of derivatives may also use
 * `value`, the operation's result, and `adjoint`, the derivative of the log density by it.
 */
import type { BinaryOp } from '../syntax/ast.ts';

interface OperationArgument {
  readonly name: string;
  readonly doc: string;
}

/** Element type of the result: `same` is that of the arguments, with bool counted as int. */
export type ResultElement = 'real' | 'int' | 'bool' | 'same';

/** Where a call by name is allowed. */
type Use =
  /** Everywhere: a documented function of the language. */
  | 'function'
  /** In the densities of the table of distributions only. */
  | 'table'
  /** In the texts of this table only, for operators and operations made by the compiler. */
  | 'internal';

interface Row {
  /** One line of Markdown. */
  readonly doc: string;
  readonly use: Use;
  readonly arguments: readonly OperationArgument[];
  readonly result: ResultElement;
}

export type ArithmeticInstruction =
  | `f64.${'abs' | 'neg' | 'ceil' | 'floor' | 'nearest' | 'sqrt'}`
  | `f64.${'add' | 'sub' | 'mul' | 'div' | 'min' | 'max'}`;
type TestInstruction = `f64.${'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge'}`;
type LogicInstruction = 'i32.eqz' | 'i32.and' | 'i32.or';

/** The argument, a constant, an instruction and its operands, or a test of them, which gives 0 or 1. */
export type Steps =
  | 'x'
  | number
  | { readonly instruction: ArithmeticInstruction; readonly of: readonly Steps[] }
  | { readonly test: TestInstruction; readonly of: readonly Steps[] };

/** Code of the value in a module. */
export type Emission =
  /** By calling the function of this name in `sampler/math`. */
  | { readonly kind: 'library' }
  /** By one WebAssembly instruction from f64 to f64. */
  | { readonly kind: 'instruction'; readonly name: ArithmeticInstruction }
  /** By one instruction that compares f64 and gives i32. */
  | { readonly kind: 'test'; readonly name: TestInstruction }
  /** By one instruction over truth values, i32 to i32. */
  | { readonly kind: 'logic'; readonly name: LogicInstruction }
  /** By several of these, of the argument `x`, which may occur more than once. */
  | { readonly kind: 'steps'; readonly steps: Steps }
  /**
   * Written out where it is used, in the operations of `value`. `shared` is computed once for the value and
   * the derivative, whose texts call it `shared`. Outside of loop programs the library's function is called.
   */
  | { readonly kind: 'inline'; readonly shared: string; readonly value: string };

/** `adjoint` times the derivative by one argument, as text. */
export type Derivative =
  | string
  /** With a costly part that the text uses several times, bound to a name. */
  | { readonly given: Readonly<Record<string, string>>; readonly text: string };

/** Piecewise constant: the derivative is zero. */
export const FLAT = 'flat';
/** Occurs in derivatives only, which are not differentiated again. */
export const NOT_DIFFERENTIATED = 'not differentiated';

interface PrimitiveRow extends Row {
  readonly emission: Emission;
  /** Cost: 1 for a processor operation, 10 for more than arithmetic. */
  readonly cost: 1 | 10;
  /** Finite with finite derivatives for all finite arguments, except for overflow. */
  readonly total: boolean;
}

type Evaluated<F> =
  /** Constant folding calls the function of this name in `sampler/math`. */
  | { readonly library: true }
  /** Exact or correctly rounded operations of JavaScript, so that the bits are the module's. */
  | { readonly library: false; readonly evaluate: F };

export type UnaryOperation = PrimitiveRow & {
  readonly arity: 1;
  readonly derivative: Derivative | typeof FLAT | typeof NOT_DIFFERENTIATED;
} & Evaluated<(x: number) => number>;

export type BinaryOperation = PrimitiveRow & {
  readonly arity: 2;
  /** By the first and by the second argument. */
  readonly derivative: readonly [Derivative, Derivative] | typeof FLAT | typeof NOT_DIFFERENTIATED;
  /** Its infix operator in the language. */
  readonly symbol?: Exclude<BinaryOp, '@'>;
} & Evaluated<(x: number, y: number) => number>;

/** Replaced by its definition when a model is lowered. */
export interface ComposedOperation extends Row {
  readonly arity: 'composed';
  readonly definition: string;
}

/** Of three numbers: the incomplete beta function and its like, all in `sampler/math`. */
export type TernaryOperation = PrimitiveRow & {
  readonly arity: 3;
  readonly library: true;
  /** By each argument. */
  readonly derivative: readonly [Derivative, Derivative, Derivative] | typeof NOT_DIFFERENTIATED;
};

export type ScalarOperation = UnaryOperation | BinaryOperation | TernaryOperation | ComposedOperation;

type Library<T> = Extract<T, { readonly library: true }>;
type Native<T> = Extract<T, { readonly library: false }>;

const X: readonly OperationArgument[] = [{ name: 'x', doc: 'A number or an array.' }];
const usual = { use: 'function', result: 'real', cost: 10, total: false } as const;

function named(args: Readonly<Record<string, string>>): readonly OperationArgument[] {
  return Object.entries(args).map(([name, doc]) => ({ name, doc }));
}

type Defaulted = 'use' | 'result' | 'cost' | 'total' | 'arguments';
type Given<T, K extends keyof T> = Pick<T, K> & Partial<Pick<T, keyof T & Defaulted>>;

/** A unary function that `sampler/math` exports under the row's name; by default costly and partial. */
export function libraryFunction(
  row: Given<Library<UnaryOperation>, 'doc' | 'derivative'> & { readonly emission?: Emission },
): Library<UnaryOperation> {
  return { ...usual, emission: { kind: 'library' }, arguments: X, ...row, arity: 1, library: true };
}

/** A function of one number that a few instructions compute. */
export function nativeFunction(
  row: Given<Native<UnaryOperation>, 'doc' | 'derivative' | 'emission' | 'evaluate'>,
): Native<UnaryOperation> {
  return { ...usual, arguments: X, ...row, arity: 1, library: false };
}

type BinaryRow<T> = Omit<T, 'arity' | 'library' | 'arguments' | Defaulted> &
  Partial<Pick<T, keyof T & Exclude<Defaulted, 'arguments'>>> & {
    /** The arguments' names with their documentation; `x` and `y` if there is none. */
    readonly arguments?: Readonly<Record<string, string>>;
  };

export function libraryFunction2(
  row: Omit<BinaryRow<Library<BinaryOperation>>, 'emission'>,
): Library<BinaryOperation> {
  const args = named(row.arguments ?? { x: 'First.', y: 'Second.' });
  return { ...usual, ...row, emission: { kind: 'library' }, arguments: args, arity: 2, library: true };
}

export function nativeFunction2(row: BinaryRow<Native<BinaryOperation>>): Native<BinaryOperation> {
  const args = named(row.arguments ?? { x: 'First.', y: 'Second.' });
  return { ...usual, cost: 1, ...row, arguments: args, arity: 2, library: false };
}

export function libraryFunction3(
  row: Pick<TernaryOperation, 'doc' | 'derivative'> &
    Partial<Pick<TernaryOperation, 'use'>> & { readonly arguments: Readonly<Record<string, string>> },
): TernaryOperation {
  const args = named(row.arguments);
  return { ...usual, ...row, emission: { kind: 'library' }, arguments: args, arity: 3, library: true };
}

/** A function that is defined by others. Its arguments are the names that `definition` uses. */
export function composed(
  row: Pick<ComposedOperation, 'doc' | 'definition'> &
    Partial<Pick<ComposedOperation, 'use' | 'result'>> & {
      readonly arguments?: Readonly<Record<string, string>>;
    },
): ComposedOperation {
  const args = row.arguments === undefined ? X : named(row.arguments);
  return { use: 'function', result: 'real', ...row, arguments: args, arity: 'composed' };
}
