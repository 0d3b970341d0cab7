/** `bayes ppc RUN`: data replicated from the posterior compared with those observed. */
import { resolve } from 'node:path';
import { madeBy } from '../../grammar/methods/index.ts';
import { isProvisional } from '../predict/is-provisional.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import { PPC_DRAWS, posteriorPredictive } from '../predict/posterior-predictive.ts';
import { type Console, complaint } from './console.ts';
import { type Source, shortPath } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { quantitiesText, reproductionText, statisticsText } from './predictive-text.ts';
import { verdictText } from './report-text.ts';

export interface PpcOptions {
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
  readonly statistics: readonly string[];
}

export async function ppc(run: string, options: PpcOptions, console: Console): Promise<ExitCode> {
  const json = options.format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const result = await posteriorPredictive(model, {
    draws: options.draws ?? PPC_DRAWS,
    seed: options.seed ?? model.info.seed,
    statistics: options.statistics,
  });
  if (result.kind === 'problem') {
    console.err(complaint(result.message));
    return exitCodes.usage;
  }
  if (result.kind === 'invalid') return showInvalid(result.diagnostics, source, json, console);
  const { quantities, statistics, draws, seed } = result.predictive;
  if (json) {
    const { model: name } = model.info;
    const provisional = isProvisional(model);
    console.out(
      `${JSON.stringify({ model: name, run, seed, draws, provisional, quantities, statistics })}\n`,
    );
  } else {
    console.out(
      [
        `${model.info.model}: data replicated at ${draws} draws of ${run}, seed ${seed}\n`,
        trustText(model, source.name, options.allReasons),
        reproductionText(statistics),
        ...(statistics.length === 0 ? [] : [statisticsText(statistics, 'replicated')]),
        quantitiesText(quantities, { draws, allRows: options.allRows }),
      ].join('\n'),
    );
  }
  return isProvisional(model) ? exitCodes.provisional : exitCodes.done;
}

/** The run's model, or the exit code after an error message. */
export function openRunOf(
  run: string,
  json: boolean,
  console: Console,
): { readonly model: PosteriorModel; readonly source: Source } | ExitCode {
  const opened = openPosterior(resolve(console.cwd, run));
  if (opened.kind === 'problem') {
    console.err(complaint(opened.message));
    return exitCodes.usage;
  }
  const { modelPath: path, modelText: text } = opened.kind === 'ok' ? opened.model.info : opened.info;
  const source: Source = { path, text, name: shortPath(path, console.cwd), cwd: console.cwd };
  if (opened.kind === 'invalid') return showInvalid(opened.diagnostics, source, json, console);
  return { model: opened.model, source };
}

/** Whether the draws can be trusted, before any number. */
export function trustText(model: PosteriorModel, name: string, allReasons: boolean): string {
  const { report, info, damage } = model;
  if (info.method !== undefined && damage.length > 0) return `PROVISIONAL: ${damage.join('; ')}.\n`;
  if (info.method !== undefined)
    return `Warning: the draws are of ${madeBy(info.method)}, not of the posterior; what follows is as wide as it makes them.\n`;
  if (report === null) return 'PROVISIONAL: the run did not end, so do not rely on these numbers yet.\n';
  return report.diagnostics.pass
    ? 'The run’s diagnostics pass.\n'
    : verdictText(report.diagnostics, name, allReasons);
}
