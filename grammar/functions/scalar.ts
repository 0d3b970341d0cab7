/** Scalar functions: applied element by element, broadcast by dimension name. */
import { scalarOperations } from '../scalar-operations/index.ts';
import type { ScalarOperation } from '../scalar-operations/operation.ts';
import type { BuiltinFunction } from './function.ts';
import { elementwise } from './shape-rules.ts';

function entry(name: string, row: ScalarOperation): BuiltinFunction {
  const { doc, result } = row;
  const one = row.arguments.length === 1;
  return {
    name,
    group: 'scalar',
    doc,
    signatures: [row.arguments],
    result: one
      ? `${result === 'same' ? 'type' : result}, dims of \`${row.arguments[0].name}\``
      : 'union of the dims of the arguments',
    rule: elementwise(result === 'same' ? null : result),
  };
}

export const scalarFunctions: readonly BuiltinFunction[] = [...scalarOperations].flatMap(([name, row]) =>
  row.use === 'function' ? [entry(name, row)] : [],
);
