/**
 * The representation between differentiation and emission: structured loops over scalar locals and array elements,
 * with the whole gradient in order, forward then backward, in scalar operations.
 */
import type {
  ArrayId,
  BinaryFn,
  Index,
  IndexId,
  KernelFn,
  ScalarExpr,
  SolverSystem,
  TernaryFn,
  UnaryFn,
} from '../../../grammar/ir.ts';

/** Arrays of which memory holds one block of rows at a time. */
export type BlockArrays = ReadonlyMap<ArrayId, { readonly block: Index; readonly rows: number }>;

/** A sum to which the steps of a loop add the logarithms of `1 + factor`, times the sign; the factor is in 0..1. */
export interface LogProduct {
  readonly sum: string;
  readonly sign: 1 | -1;
  readonly factor: Value;
}

/** A loop of which two steps can run at a time: what it does with the locals that it names. */
export interface Pairs {
  /** A step without the logarithms of `products`. */
  readonly body: readonly LoopStatement[];
  readonly products: readonly LogProduct[];
  /** Set anew in each step, and read in it alone. */
  readonly own: readonly string[];
  /** Only added to; what they hold is read after the loop. */
  readonly sums: readonly string[];
  /** Set before the loop. */
  readonly invariant: readonly string[];
}

/** An element of an array or of its adjoint; positions are expressions over indices and data. */
export interface Place {
  readonly array: ArrayId;
  readonly space: 'value' | 'adjoint';
  readonly at: readonly ScalarExpr[];
  /** The indices that may occur in `at`, with their ranges. */
  readonly scope: readonly Index[];
}

export type Value =
  | { readonly kind: 'const'; readonly value: number }
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'element'; readonly place: Place }
  | { readonly kind: 'position'; readonly index: IndexId }
  | { readonly kind: 'unary'; readonly fn: UnaryFn; readonly x: Value }
  | { readonly kind: 'binary'; readonly fn: BinaryFn; readonly x: Value; readonly y: Value }
  | {
      readonly kind: 'ternary';
      readonly fn: TernaryFn;
      readonly x: Value;
      readonly y: Value;
      readonly z: Value;
    }
  /** Both sides are evaluated. */
  | { readonly kind: 'choose'; readonly cond: Value; readonly then: Value; readonly else: Value };

export type LoopStatement =
  | { readonly kind: 'set'; readonly local: string; readonly value: Value }
  | { readonly kind: 'add'; readonly local: string; readonly value: Value }
  | { readonly kind: 'store'; readonly place: Place; readonly value: Value }
  | { readonly kind: 'addTo'; readonly place: Place; readonly value: Value }
  | {
      readonly kind: 'loop';
      readonly index: Index;
      /** The loops around it, which the ends of a segment depend on. */
      readonly scope?: readonly Index[];
      readonly descending: boolean;
      readonly body: readonly LoopStatement[];
      /** Where two steps run at a time. */
      readonly pairs?: Pairs;
    }
  | {
      readonly kind: 'if';
      readonly cond: Value;
      readonly then: readonly LoopStatement[];
      readonly else: readonly LoopStatement[];
    }
  | {
      readonly kind: 'kernel';
      readonly fn: KernelFn;
      readonly adjoint: boolean;
      readonly inputs: readonly ArrayId[];
      readonly output: ArrayId;
      readonly batch: readonly number[];
    }
  /**
   * The products of the rows of a block of a matrix with a vector, or what their adjoints add to the vector's: these
   * are zero afterwards.
   */
  | {
      readonly kind: 'rows';
      readonly adjoint: boolean;
      readonly matrix: ArrayId;
      readonly vector: ArrayId;
      readonly output: ArrayId;
      readonly rows: number;
      readonly columns: number;
      readonly block: Index;
      readonly rowsOfBlock: number;
    }
  /** Solves an equation from what is in its working memory; `body` computes the slope at a time and state. */
  | {
      readonly kind: 'solver';
      readonly system: SolverSystem;
      /** The first time, of an integral the lower limit, and where the first state goes. */
      readonly times: Place;
      readonly output: Place;
      readonly doses: { readonly times: Place; readonly places: Place; readonly count: number } | null;
      readonly count: number;
      /** Elements of the solution, columns of as many in `state` that are solved for, and elements from output to output. */
      readonly size: number;
      readonly columns: number;
      readonly stride: number;
      readonly body: readonly LoopStatement[];
    }
  /** Sets the adjoints of these arrays to zero. */
  | { readonly kind: 'clear'; readonly arrays: readonly ArrayId[] };

export interface LoopProgram {
  readonly body: readonly LoopStatement[];
  /** The local that holds the log density at the end; null for a program without terms. */
  readonly result: string | null;
  /** Arrays with an adjoint in memory. */
  readonly adjoints: ReadonlySet<ArrayId>;
  readonly blockArrays: BlockArrays;
}

export const constant = (value: number): Value => ({ kind: 'const', value });
export const local = (name: string): Value => ({ kind: 'local', name });

export function unary(fn: UnaryFn, x: Value): Value {
  if (fn === 'neg' && x.kind === 'const') return constant(-x.value);
  if (fn === 'neg' && x.kind === 'unary' && x.fn === 'neg') return x.x;
  return { kind: 'unary', fn, x };
}

export function multiply(x: Value, y: Value): Value {
  if (x.kind === 'const' && y.kind === 'const') return constant(x.value * y.value);
  if (x.kind === 'const') {
    if (x.value === 1) return y;
    if (x.value === -1) return unary('neg', y);
    if (y.kind === 'unary' && y.fn === 'neg') return multiply(constant(-x.value), y.x);
    if (y.kind === 'binary' && y.fn === 'mul' && y.x.kind === 'const')
      return multiply(constant(x.value * y.x.value), y.y);
  }
  if (y.kind === 'const') return multiply(y, x);
  return { kind: 'binary', fn: 'mul', x, y };
}

export function divide(x: Value, y: Value): Value {
  if (y.kind === 'const') return multiply(constant(1 / y.value), x);
  return { kind: 'binary', fn: 'div', x, y };
}

export function plus(x: Value, y: Value): Value {
  if (x.kind === 'const' && x.value === 0) return y;
  if (y.kind === 'const' && y.value === 0) return x;
  if (y.kind === 'unary' && y.fn === 'neg') return minus(x, y.x);
  return { kind: 'binary', fn: 'add', x, y };
}

export function minus(x: Value, y: Value): Value {
  if (y.kind === 'const' && y.value === 0) return x;
  return { kind: 'binary', fn: 'sub', x, y };
}

export function binary(fn: BinaryFn, x: Value, y: Value): Value {
  return { kind: 'binary', fn, x, y };
}
