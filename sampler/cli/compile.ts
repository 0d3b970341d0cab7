/** `bayes compile FILE --emit ir|wat`: prints the program after each pass, or the module. */
import type { IrProgram } from '../../grammar/ir.ts';
import { compileToCode, densityPhases } from '../compile/compile.ts';
import { printModule } from '../compile/emit/print-module.ts';
import type { LeftOut } from '../compile/passes/index.ts';
import { printIr } from '../compile/print-ir.ts';
import { printWat } from '../compile/print-wat.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { leftOutPasses } from './left-out-passes.ts';
import { lowerFile } from './lower-file.ts';

export interface CompileOptions {
  readonly emit: 'ir' | 'wat';
  /** Names of `--no-pass`. */
  readonly withoutPasses: readonly string[];
}

export function compileCommand(name: string, options: CompileOptions, console: Console): ExitCode {
  const lowered = lowerFile(name, console);
  if (lowered.kind === 'exit') return lowered.code;
  const { ir } = lowered;
  const passes = leftOutPasses(options.withoutPasses, ir, console);
  if (passes.kind === 'exit') return passes.code;
  const { leftOut } = passes;
  const text =
    options.emit === 'ir'
      ? printPhases(ir, leftOut)
      : printWat(printModule(compileToCode(ir, leftOut).module));
  console.out(text.endsWith('\n') ? text : `${text}\n`);
  return exitCodes.done;
}

/** The program as lowered, then after each pass that changed it. */
function printPhases(ir: IrProgram, leftOut: LeftOut): string {
  return [
    ...summedOutText(ir),
    ...densityPhases(ir, leftOut).map((phase) => `## ${phase.name}\n\n${printIr(phase.ir)}`),
  ].join('\n');
}

const WAYS = {
  independent: 'one by one',
  chain: 'as a chain',
  graph: 'by variable elimination',
} as const;

/** A section where there are discrete unknowns. */
function summedOutText({ summedOut = [] }: IrProgram): readonly string[] {
  if (summedOut.length === 0) return [];
  const lines = summedOut.map(({ names, how, elements, together, combinations }) => {
    const meet = together === 1 ? '' : `, at most ${together} of them together`;
    return `${names.join(', ')}: ${elements} element${elements === 1 ? '' : 's'}, ${WAYS[how]}${meet}; ${combinations} combinations of values in each evaluation\n`;
  });
  return [`## discrete unknowns, summed out\n\n${lines.join('')}`];
}
