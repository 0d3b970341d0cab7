/** `bayes export RUN --to netcdf`: a run in ArviZ's layout. */
import { type ComputedGroup, inferenceGroups } from '../exchange/inference-groups.ts';
import { netcdfWriter } from '../exchange/netcdf-file.ts';
import type { RunColumns } from '../store/run-columns.ts';
import type { Console } from './console.ts';
import { shortPath } from './diagnostics-text.ts';
import type { ExitCode } from './exit-codes.ts';
import { showNoAnswer } from './no-answer.ts';
import { wholeFile } from './whole-file.ts';

/** @returns the exit code after an error message; null where the file was written. */
export async function exportNetcdf(
  run: RunColumns,
  target: string,
  wanted: ReadonlySet<ComputedGroup>,
  console: Console,
): Promise<ExitCode | null> {
  const { info, report } = run;
  const found = await inferenceGroups(run, wanted);
  if (found.kind !== 'ok') {
    const { modelPath: path, modelText: text } = info;
    const source = { path, text, name: shortPath(path, console.cwd), cwd: console.cwd };
    return showNoAnswer(found, source, false, console);
  }
  if (found.missing !== null)
    console.err(
      `Warning: the file has no observed_data and constant_data, and its dimensions no names: ${found.missing}\n`,
    );
  const write = await netcdfWriter();
  const attributes = {
    created_at: info.finished ?? info.started,
    inference_library: 'bayes-workbench',
    inference_library_version: info.versions.bayes,
    model_name: info.model,
    seed: info.seed,
    tuning_steps: info.settings.tune,
    ...(info.settings.thin === undefined ? {} : { thin: info.settings.thin }),
    ...(report === null ? {} : { sampling_time: report.timing.sample_ms / 1000 }),
  };
  wholeFile(target, (temporary) => write(temporary, found.groups, attributes));
  return null;
}
