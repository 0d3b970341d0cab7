/** Resumes a kept run: its draws equal those of an uninterrupted run bit for bit. */

import { madeBy } from '../../grammar/methods/index.ts';
import { checkModel, hasErrors } from '../model/check-model.ts';
import { invalid } from '../model/compile-model.ts';
import type { ResumeParams, SampleResult } from '../protocol.ts';
import { readCheckpoint } from '../store/checkpoint-file.ts';
import { type InspectedRun, inspectRun } from '../store/inspect-run.ts';
import { blocksOf } from '../store/open-run.ts';
import { checkpointFile, type RunInfo } from '../store/run-folder.ts';
import { reopenRun } from '../store/write-run.ts';
import type { DrawFault, KeptCheckpoint } from './chain-messages.ts';
import { executePlan } from './execute-plan.ts';
import type { JudgeFit } from './judge-fit.ts';
import type { RunListener } from './run-chains.ts';
import type { RunMachine } from './run-machine.ts';
import type { KeptChain, OpenedRun } from './run-plan.ts';
import { withoutThrowing } from './sample-run.ts';
import { checkSettings, type RunSettings } from './sample-settings.ts';
import type { ResolvedStart } from './start-values.ts';
import { firstLook } from './stopping-rule.ts';
import type { WeighModes } from './weigh-modes.ts';

export type ResumeRequest = Pick<ResumeParams, 'folder' | 'draws'> & {
  /** Judges whether the model reproduces its data. */
  readonly judgeFit?: JudgeFit;
  /** Weighs the modes of the result; absent unless requested. */
  readonly weigh?: WeighModes;
};

/** Never rejects: failures are results. */
export function runResume(
  request: ResumeRequest,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  return withoutThrowing(() => resume(request, machine, listener, signal));
}

async function resume(
  { folder, draws: asked, judgeFit, weigh }: ResumeRequest,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  const inspected = inspectRun(folder);
  if (inspected.kind === 'problem') return invalid('run-folder', inspected.message);
  const { info, chains } = inspected.run;
  const refused = whyNotResumed(folder, info, machine.bayesVersion);
  if (refused !== null) return invalid('run-resume', refused);
  const { modelText, modelPath } = info;
  const checked = checkModel(modelText, modelPath);
  if (hasErrors(checked.diagnostics)) return { kind: 'invalid', diagnostics: checked.diagnostics };
  const changed = info.data.filter(({ name, hash }) => checked.data.sources.get(name)?.hash !== hash);
  if (changed.length > 0) {
    const files = [...new Set(changed.map(({ file }) => file))].join(', ');
    return invalid(
      'run-resume',
      `${files} has changed since the run: its draws belong to other data; sample again, or put the file back`,
    );
  }
  const settings: RunSettings = {
    ...info.settings,
    draws: asked ?? info.asked?.draws ?? info.settings.draws,
    max_draws: info.asked?.max_draws ?? info.settings.draws,
  };
  const wrong = checkSettings(settings);
  if (wrong !== null) return invalid('setting-value', wrong);
  const most = Math.max(...chains.map(({ rows }) => rows));
  const looks = looksOf(info, settings, most);
  const draws = looks[looks.length - 1];
  if (draws < most)
    return invalid(
      'run-resume',
      `the run has ${most} draws per chain already, and draws = ${draws} was asked for; ask for more`,
    );
  const open = async () => reopened(folder, settings, looks);
  return executePlan(
    {
      model: { modelText, modelPath },
      checked,
      settings,
      looks,
      start: async () => keptStart(info),
      out: folder,
      judgeFit,
      weigh,
      open,
    },
    machine,
    listener,
    signal,
  );
}

/** Draws per chain at each look, the last being the next target: as if the run had not ended. */
function looksOf(info: RunInfo, settings: RunSettings, most: number): readonly number[] {
  if (typeof settings.draws === 'number') return [settings.draws];
  if (info.asked?.draws === 'enough') return info.looks ?? [info.settings.draws];
  return [Math.max(most, firstLook(settings.max_draws))];
}

function keptStart({ start }: RunInfo): ResolvedStart | null {
  return start === undefined ? null : { kind: 'ok', start };
}

/** Why the run cannot be resumed, in words, or null. */
function whyNotResumed(folder: string, info: RunInfo, bayesVersion: string): string | null {
  if (info.method !== undefined)
    return `the draws in ${folder} are of ${madeBy(info.method)}, which is made at once: fit the model again`;
  if (info.versions.bayes !== bayesVersion || info.version === 1)
    return `the run in ${folder} was made by version ${info.versions.bayes}, and this is ${bayesVersion}: the resumed draws might differ; sample again, or resume it with that version`;
  return null;
}

/** Reads the folder again under the lock, since it may have changed. */
function reopened(folder: string, settings: RunSettings, looks: readonly number[]): OpenedRun {
  let run: InspectedRun | null = null;
  const opened = reopenRun(folder, () => {
    const inspected = inspectRun(folder);
    if (inspected.kind === 'problem') throw new Error(inspected.message);
    run = inspected.run;
    const { info, chains } = run;
    const committed = chains.flatMap(({ chain, committed: part }) =>
      part === null ? [] : [[chain, part] as const],
    );
    return {
      info: {
        ...info,
        state: 'running',
        settings: { ...info.settings, draws: looks[looks.length - 1] },
        looks: settings.draws === 'enough' ? looks : undefined,
        asked: { draws: settings.draws, max_draws: settings.max_draws },
        finished: null,
        unwritten: undefined,
      },
      committed: new Map(committed),
    };
  });
  if (opened.kind === 'refused') return opened;
  return { ...opened, kept: run === null ? [] : keptOf(folder, run) };
}

function keptOf(folder: string, { info, chains }: InspectedRun): readonly KeptChain[] {
  return chains
    .filter(({ committed }) => committed !== null)
    .map((chain) => ({
      chain: chain.chain,
      rows: chain.rows,
      blocks: () => blocksOf(chain, info.names.length),
      faults: (chain.committed?.faults ?? []) as readonly DrawFault[],
      checkpoint: checkpointOf(checkpointFile(folder, chain.chain)),
    }));
}

/** Not validated further: the checksum holds, and the version is this one. */
function checkpointOf(path: string): KeptCheckpoint | null {
  return readCheckpoint(path) as KeptCheckpoint | null;
}
