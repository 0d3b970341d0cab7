/** The recovery tests of a model from text to report, for the command line and the editor. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { checkModel, hasErrors, modelName } from '../model/check-model.ts';
import { invalid } from '../model/compile-model.ts';
import { createLineIndex } from '../model/line-index.ts';
import type { RecoveryReport, RecoveryTestReport } from '../report/recovery-report.ts';
import type { ModelText } from '../run/run-info.ts';
import type { RunMachine } from '../run/run-machine.ts';
import { checkSettings, sampleSettings } from '../run/sample-settings.ts';
import { fitOnMachine } from './fit-simulated.ts';
import { prepareTest, RECOVERY_SIMULATIONS, recover } from './recover.ts';

interface RecoveryListener {
  progress(done: number, total: number): void;
}

export type RecoveryResult =
  | { readonly kind: 'done'; readonly report: RecoveryReport }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** @param line of the only test to run, 0-based; all are run without it. */
export async function runRecovery(
  model: ModelText,
  line: number | null,
  machine: RunMachine,
  cores: number,
  { progress }: RecoveryListener,
  signal: AbortSignal,
): Promise<RecoveryResult> {
  const checked = checkModel(model.modelText, model.modelPath);
  const { program, data, diagnostics } = checked;
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const locate = createLineIndex(model.modelText);
  const statements = program.statements
    .filter((statement) => statement.kind === 'test')
    .map((statement) => ({ statement, line: locate(statement.span.start).line }))
    .filter((one) => line === null || one.line === line);
  if (statements.length === 0) {
    const message =
      'the model states no test: expected a statement such as `test recovers { beta = 1, sigma = 0.5, n = 200 }`, found none';
    return invalid('no-test', message);
  }
  // Seeds are fixed, whatever the model's.
  const settings = sampleSettings(program, data, { seed: 1 }, 1);
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);
  const total = statements.length * RECOVERY_SIMULATIONS;
  const tests: RecoveryTestReport[] = [];
  let done = 0;
  progress(done, total);
  for (const one of statements) {
    const prepared = await prepareTest(checked, one.statement);
    if (prepared.kind === 'invalid') return prepared;
    const { test } = prepared;
    const result = await recover({
      test,
      line: one.line,
      fit: fitOnMachine({ model, checked: test.checked, settings, machine, signal, keepsSummaries: false }),
      together: cores + 1,
      signal,
      fitted: () => progress(++done, total),
    });
    if (result.kind !== 'done') return result;
    tests.push(result.report);
  }
  return {
    kind: 'done',
    report: {
      model: modelName(program, model.modelPath),
      passes: tests.every(({ passes }) => passes),
      simulations: RECOVERY_SIMULATIONS,
      tests,
    },
  };
}
