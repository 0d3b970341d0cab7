import type { Origin } from '../../../../grammar/ir.ts';
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';

/** Where what is compiled comes from: of a block each line has its own. */
export function originOfParam({ name, span }: ParamStatement): Origin {
  return { span, label: `param ${name.name}` };
}
