/** Operations of one or two operands, whose emission the table of scalar operations gives. */
import { binaryOperations, unaryOperations } from '../../../grammar/scalar-operations/index.ts';
import type { Value } from '../differentiate/loop-program.ts';

export type Operation = Extract<Value, { kind: 'unary' | 'binary' }>;

export function emissionOf(v: Operation) {
  return (v.kind === 'unary' ? unaryOperations[v.fn] : binaryOperations[v.fn]).emission;
}

export function operands(v: Operation): readonly Value[] {
  return v.kind === 'unary' ? [v.x] : [v.x, v.y];
}
