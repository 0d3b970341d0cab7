/** From a file's name to a lowered model, for `compile` and `grad`. */
import type { IrProgram } from '../../grammar/ir.ts';
import { lower } from '../compile/lower/lower.ts';
import { checkModel, hasErrors } from '../model/check-model.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

type Lowered =
  | { readonly kind: 'ok'; readonly ir: IrProgram }
  | { readonly kind: 'exit'; readonly code: ExitCode };

/** Reports errors to standard error. */
export function lowerFile(name: string, console: Console): Lowered {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return { kind: 'exit', code: exitCodes.usage };
  }
  const source = { ...file, name, cwd: console.cwd };
  const checked = checkModel(file.text, file.path);
  const errors = checked.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    console.err(diagnosticsText(errors, source));
    return { kind: 'exit', code: exitCodes.invalid };
  }
  const { ir, diagnostics } = lower(checked.program, checked.data);
  if (!hasErrors(diagnostics)) return { kind: 'ok', ir };
  console.err(diagnosticsText(diagnostics, source));
  return { kind: 'exit', code: exitCodes.invalid };
}
