/**
 * A kept run as a model for predictions: its text and data are checked again, its draws are loaded. Apart from the
 * model, since the fit of a run that is not kept needs no files.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { checkModel, hasErrors } from '../model/check-model.ts';
import { openRun } from '../store/open-run.ts';
import type { RunInfo } from '../store/run-folder.ts';
import { problem } from './error-diagnostic.ts';
import type { PosteriorModel } from './posterior-model.ts';

type OpenPosterior =
  | { readonly kind: 'ok'; readonly model: PosteriorModel }
  /** The folder is not a run, or has no draws. */
  | { readonly kind: 'problem'; readonly message: string }
  /** Its model or data differ from the fitted ones; `model` locates the diagnostics. */
  | { readonly kind: 'invalid'; readonly info: RunInfo; readonly diagnostics: readonly Diagnostic[] };

/** Opens a folder written by `bayes sample --out`. Never throws on its contents. */
export function openPosterior(folder: string): OpenPosterior {
  const opened = openRun(folder);
  if (opened.kind === 'problem') return opened;
  const { info, report, draws, damage } = opened.run;
  if (draws.chains * draws.drawsPerChain === 0)
    return { kind: 'problem', message: `the run in ${folder} has no draws` };
  const { program, data, diagnostics } = checkModel(info.modelText, info.modelPath);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(errors)) return { kind: 'invalid', info, diagnostics: errors };
  const changed = info.data.flatMap(({ name, file, hash }) => {
    const now = data.sources.get(name);
    return now?.hash === undefined || now.hash === hash ? [] : [file];
  });
  if (changed.length > 0) {
    const message = `${[...new Set(changed)].join(', ')} has changed since the run: its draws belong to other data; sample again, or put the file back`;
    return { kind: 'invalid', info, diagnostics: [problem('run-data', message, { start: 0, end: 0 })] };
  }
  return { kind: 'ok', model: { info, report, damage, program, data, draws } };
}
