/** Constant folding, for the functions whose value JavaScript gives exactly as WebAssembly would. */
import type { BinaryFn, UnaryFn } from '../../../grammar/ir.ts';

/** The value, or undefined where folding is left to the compiler's own passes. */
export function foldUnary(fn: UnaryFn, x: number): number | undefined {
  switch (fn) {
    case 'neg':
      return -x;
    case 'not':
      return x === 0 ? 1 : 0;
    case 'exp':
      return Math.exp(x);
    case 'log':
      return Math.log(x);
    case 'log1p':
      return Math.log1p(x);
    case 'expm1':
      return Math.expm1(x);
    case 'sqrt':
      return Math.sqrt(x);
    case 'abs':
      return Math.abs(x);
    case 'square':
      return x * x;
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return Math.ceil(x);
    default:
      return undefined;
  }
}

export function foldBinary(fn: BinaryFn, x: number, y: number): number | undefined {
  switch (fn) {
    case 'add':
      return x + y;
    case 'sub':
      return x - y;
    case 'mul':
      return x * y;
    case 'div':
      return x / y;
    case 'pow':
      return x ** y;
    case 'min':
      return Math.min(x, y);
    case 'max':
      return Math.max(x, y);
    case 'atan2':
      return Math.atan2(x, y);
    case 'mod':
      return undefined;
    case 'eq':
      return Number(x === y);
    case 'ne':
      return Number(x !== y);
    case 'lt':
      return Number(x < y);
    case 'le':
      return Number(x <= y);
    case 'gt':
      return Number(x > y);
    case 'ge':
      return Number(x >= y);
    case 'and':
      return Number(x !== 0 && y !== 0);
    case 'or':
      return Number(x !== 0 || y !== 0);
  }
}
