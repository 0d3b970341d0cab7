/**
 * One run from text to report: parse → data → check → compile → chains → diagnose → store. The host calls it for
 * the command line and for the editor, and passes in workers, seed and memory size.
 */
import type { IrProgram } from '../../grammar/ir.ts';
import { checkModel, hasErrors } from '../model/check-model.ts';
import { invalid } from '../model/compile-model.ts';
import type { SampleParams, SampleResult } from '../protocol.ts';
import type { StartValues } from '../report/sample-report.ts';
import { executePlan } from './execute-plan.ts';
import type { JudgeFit } from './judge-fit.ts';
import { startFromPath, startInModel, statedStart } from './read-start-values.ts';
import type { RunListener } from './run-chains.ts';
import { runInfo } from './run-info.ts';
import type { RunMachine } from './run-machine.ts';
import { checkSettings, sampleSettings } from './sample-settings.ts';
import { START_IN_MODEL } from './start-values.ts';
import { firstLook } from './stopping-rule.ts';
import type { WeighModes } from './weigh-modes.ts';

export type { RunListener } from './run-chains.ts';
export type { RunMachine } from './run-machine.ts';

export type RunRequest = Pick<
  SampleParams,
  'modelText' | 'modelPath' | 'settings' | 'start' | 'out' | 'reuse'
> & {
  /** Weighs the modes that the chains and the search for others found. */
  readonly weigh?: WeighModes;
  /** Judges whether the model reproduces its data. */
  readonly judgeFit?: JudgeFit;
};

/** Never rejects: failures are results. */
export function runSample(
  request: RunRequest,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  return withoutThrowing(() => run(request, machine, listener, signal));
}

/** An exception becomes a result. */
export async function withoutThrowing(body: () => Promise<SampleResult>): Promise<SampleResult> {
  try {
    return await body();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const stderrTail = error instanceof Error ? (error.stack ?? '') : '';
    return { kind: 'failed', failure: { kind: 'crash', message, stderrTail } };
  }
}

async function run(
  request: RunRequest,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  const { modelText, modelPath, out } = request;
  const model = { modelText, modelPath };
  const checked = checkModel(modelText, modelPath);
  const { program, data, diagnostics } = checked;
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const { init: word, ...others } = sampleSettings(program, data, request.settings, machine.freshSeed());
  // Given starting values take precedence over a method of finding starts.
  const settings = request.start === undefined && word !== undefined ? { ...others, init: word } : others;
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);
  const looks = [settings.draws === 'enough' ? firstLook(settings.max_draws) : settings.draws];
  const [draws] = looks;
  const info = runInfo(model, checked, settings, draws, [], machine.bayesVersion);
  const isStartInModel =
    request.start === undefined && request.settings.init === undefined && statedStart(program) !== null;
  // Starts from a file or another run prevent reuse: their contents may have changed.
  if (request.reuse === true && out !== null && request.start === undefined) {
    const { finishedRun } = await import('./reuse-run.ts');
    // Every run has a seed; it identifies the run only if it was requested.
    const isSeeded = sampleSettings(program, data, request.settings, Number.NaN).seed === settings.seed;
    const report = finishedRun(out, info, isSeeded, isStartInModel ? START_IN_MODEL : null);
    const isWeighed = request.weigh === undefined || report?.mode_weights !== undefined;
    if (report !== null && isWeighed) return { kind: 'done', report, warnings: diagnostics, reused: true };
  }
  const open = async (folder: string, start: StartValues | null) => {
    // Loaded lazily: Apache Arrow takes long to load, and most runs are not kept.
    const { createRun } = await import('../store/write-run.ts');
    const created = createRun(folder, start === null ? info : { ...info, start });
    return created.kind === 'refused' ? created : { ...created, kept: [] };
  };
  const start = async (ir: IrProgram) => {
    if (request.start !== undefined) return await startFromPath(request.start, ir, settings.chains);
    return isStartInModel ? startInModel(program, data, ir) : null;
  };
  const plan = {
    model,
    checked,
    settings,
    looks,
    start,
    out,
    weigh: request.weigh,
    judgeFit: request.judgeFit,
    open: out === null ? null : (found: StartValues | null) => open(out, found),
  };
  return executePlan(plan, machine, listener, signal);
}
