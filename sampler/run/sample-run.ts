/**
 * One run from text to report: parse → data → check → compile → chains → diagnose → store. The host
 * calls it for the command line and for the editor; what it needs of the machine is an argument.
 */
import { checkModel, hasErrors } from '../model/check-model.ts';
import { invalid } from '../model/compile-model.ts';
import type { SampleParams, SampleResult } from '../protocol.ts';
import { carryOut } from './carry-out.ts';
import type { RunListener } from './run-chains.ts';
import { runInfo } from './run-info.ts';
import type { RunMachine } from './run-machine.ts';
import { checkSettings, sampleSettings } from './sample-settings.ts';
import { firstLook } from './stopping-rule.ts';

export type { RunListener } from './run-chains.ts';
export type { RunMachine } from './run-machine.ts';

export type RunRequest = Pick<SampleParams, 'modelText' | 'modelPath' | 'settings' | 'out' | 'reuse'>;

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
  const settings = sampleSettings(program, data, request.settings, machine.freshSeed());
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);
  const looks = [settings.draws === 'enough' ? firstLook(settings.max_draws) : settings.draws];
  const [draws] = looks;
  const info = runInfo(model, checked, settings, draws, [], machine.bayesVersion);
  if (request.reuse === true && out !== null) {
    const { finishedRun } = await import('./reuse-run.ts');
    // Every run has a seed; it identifies the run only if it was requested.
    const isSeeded = sampleSettings(program, data, request.settings, Number.NaN).seed === settings.seed;
    const report = finishedRun(out, info, isSeeded);
    if (report !== null) return { kind: 'done', report, warnings: diagnostics, reused: true };
  }
  const open = async (folder: string) => {
    // Apache Arrow takes long to load, so only where a run is kept.
    const { createRun } = await import('../store/write-run.ts');
    const created = createRun(folder, info);
    return created.kind === 'refused' ? created : { ...created, kept: [] };
  };
  const plan = { model, checked, settings, looks, out, open: out === null ? null : () => open(out) };
  return carryOut(plan, machine, listener, signal);
}
