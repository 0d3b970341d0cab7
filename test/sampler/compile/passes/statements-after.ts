/** The result of a pass as text: one line per statement, without its origin. */
import type { ArrayId, IrProgram } from '../../../../grammar/ir.ts';
import { type PassProgram, passProgram } from '../../../../sampler/compile/passes/pass-program.ts';
import { printIr } from '../../../../sampler/compile/print-ir.ts';

export function statementsAfter(
  pass: (program: PassProgram) => PassProgram,
  ir: IrProgram,
  kept: readonly ArrayId[] = [],
): readonly string[] {
  const { arrays, constants, statements } = pass(passProgram(ir, ir.statements, new Set(kept)));
  const text = printIr({ ...ir, arrays: [...arrays.values()], constants, statements });
  return text
    .trimEnd()
    .split('\n\n')[2]
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''));
}
