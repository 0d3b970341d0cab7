/** Executes a new or resumed run from checked model to report: compile → chains, in rounds → diagnose → store. */
import { compileLowered, invalid, lowerModel } from '../model/compile-model.ts';
import { quantityLabels } from '../model/quantity-labels.ts';
import { storedModel, storedQuantities } from '../model/stored-quantities.ts';
import type { SampleResult } from '../protocol.ts';
import type { StartValues } from '../report/sample-report.ts';
import { guardedWriter } from './guarded-writer.ts';
import { reportRounds } from './report-rounds.ts';
import type { RunListener } from './run-chains.ts';
import type { RunMachine } from './run-machine.ts';
import type { OpenedRun, Plan, Work } from './run-plan.ts';
import { defaultSettings } from './sample-settings.ts';
import { sampleRounds } from './sampling-rounds.ts';

export async function executePlan(
  plan: Plan,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  const begun = performance.now();
  const { method = 'nuts', centring = defaultSettings.centring } = plan.settings;
  const hasDegrees = method === 'nuts' && centring !== 'centred';
  const lowered = lowerModel(plan.checked, 'sample', undefined, hasDegrees, {
    leftOut: plan.leftOut,
    summaries: plan.summaries,
  });
  if (lowered.kind === 'invalid') return lowered;
  const stored = storedQuantities(lowered.ir, plan.checked.data, plan.settings.store);
  if (stored.kind === 'problem') return invalid('setting-value', stored.message);
  const start = await plan.start(lowered.ir);
  if (start?.kind === 'problem') return invalid('starting-value', start.message, start.span);
  const opened = await openSafely(plan, start?.start ?? null);
  if (opened?.kind === 'refused') return invalid('run-folder', opened.message);
  const writer = opened === null || plan.out === null ? null : guardedWriter(opened.writer, plan.out);
  try {
    listener.phase?.('compiling');
    const { model: whole, ...compiled } = await compileLowered(lowered, stored.names);
    const prepared = { ...compiled, model: storedModel(whole, stored.names) };
    const { names, quantities } = prepared.model;
    const compileMs = performance.now() - begun;
    writer?.compiled({ names, labels: quantityLabels(quantities, plan.checked.data), compileMs });
    const kept = opened?.kept ?? [];
    const result = await sample({
      plan,
      prepared,
      whole,
      start,
      writer,
      kept,
      compileMs,
      machine,
      listener,
      signal,
    });
    if (result.kind !== 'done' && result.kind !== 'interrupted') writer?.fail();
    return result;
  } catch (error) {
    writer?.fail();
    throw error;
  }
}

/** Null where the run is not kept. */
async function openSafely({ open, out }: Plan, start: StartValues | null): Promise<OpenedRun | null> {
  try {
    return open === null ? null : await open(start);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', message: `cannot write the run's folder ${out}: ${why}` };
  }
}

async function sample(work: Work): Promise<SampleResult> {
  const labels = quantityLabels(work.prepared.model.quantities, work.plan.checked.data);
  const rounds = await sampleRounds(work, labels);
  return rounds.kind === 'ended' ? reportRounds(work, rounds, labels) : rounds;
}
