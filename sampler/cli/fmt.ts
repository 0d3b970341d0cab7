/** `bayes fmt FILE...`: formats in place; `--check` only says which files would change. */
import { renameSync, writeFileSync } from 'node:fs';
import { formatProgram } from '../../grammar/format/format.ts';
import { hasErrors } from '../model/check-model.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export interface FmtOptions {
  readonly check: boolean;
}

export function fmt(names: readonly string[], options: FmtOptions, console: Console): ExitCode {
  const codes = names.map((name) => formatOne(name, options, console));
  return (
    codes.find((code) => code === exitCodes.usage) ??
    codes.find((code) => code !== exitCodes.done) ??
    exitCodes.done
  );
}

function formatOne(name: string, { check }: FmtOptions, console: Console): ExitCode {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const { text, diagnostics } = formatProgram(file.text);
  if (hasErrors(diagnostics)) {
    console.err(diagnosticsText(diagnostics, { ...file, name, cwd: console.cwd }));
    return exitCodes.invalid;
  }
  if (text === file.text) return exitCodes.done;
  if (check) {
    console.out(`${name}: not formatted\n`);
    return exitCodes.invalid;
  }
  try {
    const temporary = `${file.path}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, file.path);
  } catch (error) {
    console.err(complaint(`cannot write ${name}: ${error instanceof Error ? error.message : String(error)}`));
    return exitCodes.usage;
  }
  console.out(`${name}: formatted\n`);
  return exitCodes.done;
}
