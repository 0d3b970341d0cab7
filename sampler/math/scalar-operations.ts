/** The scalar operations as functions of JavaScript numbers, with the bits that a compiled module gives. */
import { apply as applyOperation, type ScalarAlgebra } from '../../grammar/scalar-operations/expand.ts';
import {
  type BinaryFn,
  binaryOperations,
  type LibraryBinaryFn,
  type LibraryUnaryFn,
  type TernaryFn,
  type UnaryFn,
  unaryOperations,
} from '../../grammar/scalar-operations/index.ts';
import { mathLibrary } from './instance.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;
type Ternary = (x: number, y: number, z: number) => number;

const library = mathLibrary();
const unaryFunctions: ReadonlyMap<string, Unary> = new Map(
  Object.entries(unaryOperations).map(([name, row]) => [
    name,
    row.library ? library[name as LibraryUnaryFn] : row.evaluate,
  ]),
);
const binaryFunctions: ReadonlyMap<string, Binary> = new Map(
  Object.entries(binaryOperations).map(([name, row]) => [
    name,
    row.library ? library[name as LibraryBinaryFn] : row.evaluate,
  ]),
);

export function unaryFunction(fn: UnaryFn): Unary {
  return present(unaryFunctions.get(fn), fn);
}

export function binaryFunction(fn: BinaryFn): Binary {
  return present(binaryFunctions.get(fn), fn);
}

export function ternaryFunction(fn: TernaryFn): Ternary {
  return library[fn];
}

export function applyUnary(fn: UnaryFn, x: number): number {
  return unaryFunction(fn)(x);
}

export function applyBinary(fn: BinaryFn, x: number, y: number): number {
  return binaryFunction(fn)(x, y);
}

export function applyTernary(fn: TernaryFn, x: number, y: number, z: number): number {
  return ternaryFunction(fn)(x, y, z);
}

function present<F>(f: F | undefined, name: string): F {
  if (f === undefined) throw new Error(`there is no scalar operation ${name}`);
  return f;
}

const numbers: ScalarAlgebra<number> = {
  constant: (value) => value,
  unary: applyUnary,
  binary: applyBinary,
  ternary: applyTernary,
  select: (cond, then, otherwise) => (cond !== 0 ? then : otherwise),
};

/** Any row of the table, composed ones too, of as many numbers as it has arguments. */
export function applyScalar(name: string, args: readonly number[]): number {
  return applyOperation(numbers, name, args);
}
