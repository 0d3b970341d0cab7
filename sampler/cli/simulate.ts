/** `bayes simulate FILE --at mu=3,tau=1`: data drawn from a model at fixed values of its parameters. */
import { checkModel, hasErrors, modelName } from '../model/check-model.ts';
import { simulate } from '../predict/simulate.ts';
import type { WrittenEntry } from '../run/start-values.ts';
import { type Console, complaint, readModel } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { showNoAnswer } from './no-answer.ts';
import { parameterValues, simulatedData, simulatedTable } from './simulated-text.ts';

interface SimulateOptions {
  /** `mu=3,tau=1`, `a=[1, 2]` or `a={"x": 1, "y": 2}`. */
  readonly at: readonly string[];
  readonly seed: number;
  readonly format: 'csv' | 'json';
}

export async function simulateCommand(
  name: string,
  { at, seed, format }: SimulateOptions,
  console: Console,
): Promise<ExitCode> {
  const usage = (message: string): ExitCode => {
    console.err(complaint(message));
    return exitCodes.usage;
  };
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') return usage(file.message);
  const source: Source = { ...file, name, cwd: console.cwd };
  const json = format === 'json';
  const { program, data, diagnostics } = checkModel(file.text, file.path);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(errors)) return showInvalid(errors, source, json, console);
  const values: WrittenEntry[] = [];
  for (const text of at) {
    const entries = entriesOf(text);
    if (typeof entries === 'string') return usage(entries);
    values.push(...entries);
  }
  const found = await simulate(program, data, { from: '--at', values, seed });
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  const { simulated } = found;
  if (json) {
    const parameters = parameterValues(simulated);
    const { drawn } = simulated;
    const report = {
      model: modelName(program, file.path),
      seed,
      at: parameters,
      drawn,
      data: simulatedData(simulated, data),
    };
    console.out(`${JSON.stringify(report)}\n`);
    return exitCodes.done;
  }
  const table = simulatedTable(simulated, data);
  if (table.kind === 'problem') return usage(table.message);
  console.out(table.text);
  if (simulated.drawn.length > 0)
    console.err(
      `Drawn from their priors, since --at does not name them: ${simulated.drawn.join(', ')} (--format json has their values).\n`,
    );
  return exitCodes.done;
}

/** Splits at the commas outside of brackets. @returns the message where it is wrong */
function entriesOf(text: string): readonly WrittenEntry[] | string {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if ('[{'.includes(character)) depth++;
    if (']}'.includes(character)) depth--;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  const entries: WrittenEntry[] = [];
  for (const one of parts) {
    const [, name, written] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/s.exec(one) ?? [];
    if (name === undefined || entries.some((entry) => entry.name === name))
      return `--at ${text}: expected NAME=VALUE of each parameter once, such as \`--at mu=3,tau=1\`, found \`${one.trim()}\``;
    try {
      entries.push({ name, value: JSON.parse(written) });
    } catch {
      return `--at ${text}: expected a number, or a list as in JSON, for \`${name}\`, found \`${written}\``;
    }
  }
  return entries;
}
