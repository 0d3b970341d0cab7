/** `bayes test FILE`: the tests that a model states. */
import { runRecovery } from '../calibrate/run-recovery.ts';
import type { RecoveryReport } from '../report/recovery-report.ts';
import { doubtsAbout, notRecovered, recoveryVerdict } from '../report/recovery-words.ts';
import { statText } from '../stats/number-text.ts';
import { type Console, complaint, readModel } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { plainTable, tableText } from './plain-table.ts';
import { withMachine } from './with-machine.ts';

interface TestOptions {
  readonly format: 'text' | 'json';
}

export async function test(name: string, { format }: TestOptions, console: Console): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const model = { modelText: file.text, modelPath: file.path };
  const result = await withMachine('fits', format, console, ({ machine, cores, progress, signal }) =>
    runRecovery(model, null, machine, cores, { progress }, signal),
  );
  const json = format === 'json';
  switch (result.kind) {
    case 'invalid':
      return showInvalid(result.diagnostics, { ...file, name, cwd: console.cwd }, json, console);
    case 'interrupted':
      console.err(`\n${complaint('stopped before the tests had ended')}`);
      return exitCodes.interrupted;
    case 'done':
      console.out(json ? `${JSON.stringify(result.report)}\n` : recoveryText(result.report, name));
      return result.report.passes ? exitCodes.done : exitCodes.provisional;
  }
}

function recoveryText(report: RecoveryReport, file: string): string {
  const { model, simulations, tests } = report;
  const parts = tests.map((one) => {
    const failing = one.rows.filter(({ passes }) => !passes);
    const table = plainTable(['', 'value', 'covered', 'posterior mean'], 1);
    for (const { name, value, covered, passes, typical_mean } of one.rows) {
      const mean = typical_mean === null ? '' : statText(typical_mean, null);
      table.push([
        `${name}${passes ? '' : ' ⚠'}`,
        statText(value, null),
        `${covered} of ${simulations}`,
        mean,
      ]);
    }
    return [
      `${file}:${one.line + 1}: ${one.passes ? 'passes' : 'fails'}\n`,
      ...failing.map((row) => `  - ${notRecovered(row, simulations)}\n`),
      ...doubtsAbout(one, simulations).map((text) => `Warning: ${text}.\n`),
      tableText(table),
    ].join('');
  });
  return [
    `${model}: recovery of simulated values, ${simulations} data sets for each test\n`,
    `${recoveryVerdict(report)}\n`,
    ...parts,
  ].join('\n');
}
