/** `bayes compile FILE --emit ir|wat`: prints a phase of the compiler. */
import type { IrProgram } from '../../grammar/ir.ts';
import { compileToText, densityPhases } from '../compile/compile.ts';
import { printIr } from '../compile/print-ir.ts';
import { printWat } from '../compile/print-wat.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { lowerFile } from './lower-file.ts';

export interface CompileOptions {
  readonly emit: 'ir' | 'wat';
}

export function compileCommand(name: string, options: CompileOptions, console: Console): ExitCode {
  const lowered = lowerFile(name, console);
  if (lowered.kind === 'exit') return lowered.code;
  const text = options.emit === 'ir' ? printPhases(lowered.ir) : printWat(compileToText(lowered.ir).text);
  console.out(text.endsWith('\n') ? text : `${text}\n`);
  return exitCodes.done;
}

/** The program as lowered, then after each pass that changed it. */
function printPhases(ir: IrProgram): string {
  return densityPhases(ir)
    .map((phase) => `## ${phase.name}\n\n${printIr(phase.ir)}`)
    .join('\n');
}
