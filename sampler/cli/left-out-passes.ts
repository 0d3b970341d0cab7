/** `--no-pass NAME`: compiles without a pass of the compiler, to find the one that makes a difference. */
import type { IrProgram } from '../../grammar/ir.ts';
import { needsPasses } from '../compile/compile.ts';
import { type LeftOut, passNames } from '../compile/passes/index.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

type LeftOutPasses =
  | { readonly kind: 'ok'; readonly leftOut: LeftOut }
  | { readonly kind: 'exit'; readonly code: ExitCode };

/** Validates the named passes: they must exist and be optional for the program. Reports errors to standard error. */
export function leftOutPasses(names: readonly string[], ir: IrProgram, console: Console): LeftOutPasses {
  const unknown = names.find((name) => !passNames.includes(name));
  const problem =
    unknown === undefined
      ? needsPasses(ir, new Set(names))
      : `--no-pass: the compiler has no pass \`${unknown}\`; its passes are ${passNames.join(', ')}`;
  if (problem === null) return { kind: 'ok', leftOut: new Set(names) };
  console.err(complaint(problem));
  return { kind: 'exit', code: exitCodes.usage };
}
