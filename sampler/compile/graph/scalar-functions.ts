/** The scalar functions at compile time, with the bits the compiled module would give. */
import type { BinaryFn, UnaryFn } from '../../../grammar/ir.ts';
import { mathLibrary } from '../../math/instance.ts';

const math = mathLibrary();

export function applyUnary(fn: UnaryFn, x: number): number {
  switch (fn) {
    case 'neg':
      return -x;
    case 'not':
      return x === 0 ? 1 : 0;
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
    case 'sign':
      return Math.sign(x);
    case 'step':
      return x >= 0 ? 1 : 0;
    default:
      return math[fn](x);
  }
}

export function applyBinary(fn: BinaryFn, x: number, y: number): number {
  switch (fn) {
    case 'add':
      return x + y;
    case 'sub':
      return x - y;
    case 'mul':
      return x * y;
    case 'div':
      return x / y;
    case 'min':
      return Math.min(x, y);
    case 'max':
      return Math.max(x, y);
    case 'eq':
      return x === y ? 1 : 0;
    case 'ne':
      return x !== y ? 1 : 0;
    case 'lt':
      return x < y ? 1 : 0;
    case 'le':
      return x <= y ? 1 : 0;
    case 'gt':
      return x > y ? 1 : 0;
    case 'ge':
      return x >= y ? 1 : 0;
    case 'and':
      return x !== 0 && y !== 0 ? 1 : 0;
    case 'or':
      return x !== 0 || y !== 0 ? 1 : 0;
    case 'pow':
    case 'atan2':
    case 'mod':
      return math[fn](x, y);
  }
}
