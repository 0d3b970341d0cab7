/** `bayes check FILE`: everything that is wrong with a model and its data, without running it. */
import { lower } from '../compile/lower/lower.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';
import { checkModel, hasErrors } from '../model/check-model.ts';
import { checkNewDraws } from '../predict/check-new-draws.ts';
import { checkPredictions } from '../predict/check-predictions.ts';
import { diagnosticOf, testDistributions } from '../predict/own-distributions/test-distributions.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsJson, diagnosticsText } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json';
  /** Tests the model's own distributions too. */
  readonly distributions?: boolean;
}

export async function check(name: string, options: CheckOptions, console: Console): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const { program, data, diagnostics: found } = checkModel(file.text, file.path);
  const load = { modelPath: file.path, readFile: readDataFile, listFolder };
  // Includes compiler diagnostics, so that a model without errors can be sampled.
  const told = hasErrors(found)
    ? found
    : [
        ...found,
        ...lower(program, data).diagnostics,
        ...checkPredictions(program, data, load),
        ...checkNewDraws(program, data, load),
      ];
  const tests =
    options.distributions === true && !hasErrors(told) ? await testDistributions(program, data) : [];
  const all = [...told, ...tests.map(diagnosticOf)];
  const source = { ...file, name, cwd: console.cwd };
  if (options.format === 'json')
    console.out(
      `${JSON.stringify({
        diagnostics: diagnosticsJson(all, source),
        ...(options.distributions === true
          ? { distributions: tests.map(({ statement: _, message: __, ...test }) => test) }
          : {}),
      })}\n`,
    );
  else console.out(all.length === 0 ? `${name}: no problems\n` : diagnosticsText(all, source));
  return hasErrors(all) ? exitCodes.invalid : exitCodes.done;
}
