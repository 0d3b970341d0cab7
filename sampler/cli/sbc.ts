/** `bayes sbc FILE`: simulation-based calibration of a model and its sampler. */
import { resolve } from 'node:path';
import { runCalibration } from '../calibrate/run-calibration.ts';
import { calibrationHtml } from '../report-html/calibration-html.ts';
import { type Console, complaint, readModel } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { calibrationText } from './sbc-text.ts';
import { withMachine } from './with-machine.ts';
import { canWrite, pageScript, writeHtml } from './write-report.ts';

interface SbcOptions {
  readonly simulations: number | undefined;
  readonly seed: number | undefined;
  /** Folder that simulations are kept in. */
  readonly out: string | null;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  /** HTML file to write. */
  readonly report: string | null;
}

export async function sbc(
  name: string,
  { simulations, seed, out, format, allRows, report }: SbcOptions,
  console: Console,
): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  if (report !== null && !canWrite(report, console)) return exitCodes.usage;
  const request = {
    model: { modelText: file.text, modelPath: file.path },
    simulations,
    seed,
    out: out === null ? null : resolve(console.cwd, out),
  };
  const result = await withMachine('simulations', format, console, ({ machine, cores, progress, signal }) =>
    runCalibration(request, machine, cores, { progress }, signal),
  );
  const json = format === 'json';
  switch (result.kind) {
    case 'refused':
      console.err(complaint(result.message));
      return exitCodes.usage;
    case 'invalid':
      return showInvalid(result.diagnostics, { ...file, name, cwd: console.cwd }, json, console);
    case 'interrupted': {
      const kept =
        out === null
          ? '`--out <dir>` keeps them, to go on later'
          : `they are kept in ${out}: the same command goes on with them`;
      console.err(`\n${complaint(`stopped after ${result.done} simulations; ${kept}`)}`);
      return exitCodes.interrupted;
    }
    case 'done':
      console.out(
        json ? `${JSON.stringify(result.report)}\n` : calibrationText(result.report, { allRows, file: name }),
      );
      if (report !== null && !writeHtml(calibrationHtml(result.report, pageScript()), report, console))
        return exitCodes.usage;
      return result.report.passes ? exitCodes.done : exitCodes.provisional;
  }
}
