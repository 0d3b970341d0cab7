/** `bayes prior FILE`: what the model says before it has seen the data. */
import { randomInt } from 'node:crypto';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { checkModel, hasErrors, modelName } from '../host/front.ts';
import { createLineIndex } from '../host/lines.ts';
import { settingsInModel } from '../host/settings.ts';
import { priorPredictive } from '../predict/prior-predictive.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsJson, diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { quantitiesText, statisticsText } from './predictive-text.ts';

export interface PriorOptions {
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
}

const DRAWS = 1000;
const MAX_SEED = 2 ** 31 - 1;

export async function prior(name: string, options: PriorOptions, console: Console): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const source: Source = { ...file, name, cwd: console.cwd };
  const json = options.format === 'json';
  const { program, data, diagnostics } = checkModel(file.text, file.path);
  if (hasErrors(diagnostics)) return invalid(diagnostics, source, json, console);
  const inModel = settingsInModel(program, data).settings;
  const seed = options.seed ?? inModel.seed ?? randomInt(1, MAX_SEED);
  const result = await priorPredictive(program, data, { draws: options.draws ?? DRAWS, seed });
  if (result.kind === 'invalid') return invalid(result.diagnostics, source, json, console);
  const { quantities, statistics, remarks, draws, data: predicted } = result.predictive;
  const model = modelName(program, file.path);
  const locate = createLineIndex(file.text);
  if (json) {
    const located = remarks.map(({ code, message, span }) => ({
      code,
      message,
      line: locate(span.start).line,
    }));
    console.out(`${JSON.stringify({ model, seed, draws, quantities, statistics, remarks: located })}\n`);
    return exitCodes.done;
  }
  const lines = remarks.map(
    ({ message, span }) => `  - ${name}:${locate(span.start).line + 1}: ${message}\n`,
  );
  const elements = new Set(predicted.map(({ datum }) => datum));
  // The implied data are looked at by their statistics; their elements are in the JSON.
  const own = quantities.filter((row) => !elements.has(row.name.split('[')[0]));
  console.out(
    [
      `${model}: ${draws} draws from the prior, seed ${seed}\n`,
      lines.length === 0
        ? 'Nothing in the data that the prior implies is out of the ordinary.\n'
        : `What the prior says, to look at:\n${lines.join('')}`,
      quantitiesText(own, { draws, allRows: options.allRows }),
      statistics.length === 0
        ? 'The model observes no data.\n'
        : `The data that the prior implies, beside those observed (p-value: share at least as large):\n${statisticsText(statistics, 'implied')}`,
    ].join('\n'),
  );
  return exitCodes.done;
}

export function invalid(
  diagnostics: readonly Diagnostic[],
  source: Source,
  json: boolean,
  console: Console,
): ExitCode {
  console.err(diagnosticsText(diagnostics, source));
  if (json) console.out(`${JSON.stringify({ diagnostics: diagnosticsJson(diagnostics, source) })}\n`);
  return exitCodes.invalid;
}
