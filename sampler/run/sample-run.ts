/**
 * One run from text to report: parse → data → check → compile → chains → diagnose → store. The host
 * calls it for the command line and for the editor; what it needs of the machine is an argument.
 */
import type { IrProgram } from '../../grammar/ir.ts';
import { createCollector } from '../draws/collector.ts';
import type { ChainCheckpoint } from '../methods/nuts/chain.ts';
import { checkModel, hasErrors } from '../model/check-model.ts';
import { invalid, prepare } from '../model/compile-model.ts';
import { explainBadStart } from '../model/explain-bad-start.ts';
import type { ChainProgress, SampleParams, SampleResult, SamplerFailure } from '../protocol.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';
import type { Timing } from '../report/sample-report.ts';
import type { RunWriter } from '../store/write-run.ts';
import { unreachable } from '../unreachable.ts';
import { BLOCK, nextDraws } from './draws-enough.ts';
import { makeReport, timingOf } from './make-report.ts';
import { bytesOfDraws, checkMemory, inWords, type RunSize } from './memory-estimate.ts';
import { pathfinderStarts, type Starts } from './pathfinder-starts.ts';
import type { Pool } from './pool.ts';
import { type Cause, type ChainFault, type RunListener, runChains } from './run-chains.ts';
import { runInfo } from './run-info.ts';
import { checkSettings, sampleSettings } from './sample-settings.ts';

export type { RunListener } from './run-chains.ts';

export interface RunMachine {
  readonly pool: Pool;
  /** Used where neither the model nor the caller gives a seed. */
  readonly freshSeed: () => number;
  /** Bytes. */
  readonly totalMemory: number;
  readonly bayesVersion: string;
}

export type RunRequest = Pick<SampleParams, 'modelText' | 'modelPath' | 'settings' | 'out'>;

/** Never rejects: whatever goes wrong is a result. */
export async function runSample(
  request: RunRequest,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  try {
    return await run(request, machine, listener, signal);
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
  const begun = performance.now();
  const { modelText, modelPath, out } = request;
  const checked = checkModel(modelText, modelPath);
  const { program, data } = checked;
  const found = [...checked.diagnostics];
  if (hasErrors(found)) return { kind: 'invalid', diagnostics: found };
  const settings = sampleSettings(program, data, request.settings, machine.freshSeed());
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);
  const prepared = await prepare(checked, 'sample');
  if (prepared.kind === 'invalid') return prepared;
  const { ir, model, module } = prepared;
  found.push(...prepared.warnings);
  const { names } = model;

  let draws = settings.draws === 'enough' ? Math.min(BLOCK, settings.max_draws) : settings.draws;
  const size = { chains: settings.chains, draws, quantities: names.length };
  const room = makeRoom(size, machine.totalMemory, () => createCollector(names, size.chains, draws));
  if (room.kind === 'failed') return room;
  const collector = room.value;
  let store: RunWriter | null = null;
  if (out !== null) {
    // Apache Arrow takes long to load, so only where a run is kept.
    const { createRun } = await import('../store/write-run.ts');
    try {
      store = createRun(out, runInfo(request, checked, settings, draws, names, machine.bayesVersion));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return invalid('run-folder', `cannot write the run's folder ${out}: ${why}`);
    }
  }
  const compileMs = performance.now() - begun;

  const { pool } = machine;
  const { seed, chains } = settings;
  const starts =
    settings.init === 'pathfinder'
      ? await pathfinderStarts({ model, module, seed, chains, pool, signal })
      : null;
  if (starts !== null && starts.kind !== 'found' && starts.kind !== 'none') {
    store?.fail();
    return { kind: 'failed', failure: failureOf(starts, ir, modelText) };
  }
  if (starts?.kind === 'none') {
    const message = `the chains start at jittered points, since Pathfinder found none: ${starts.message}`;
    found.push({ code: 'pathfinder-start', severity: 'warning', message, span: { start: 0, end: 0 } });
  }

  const faults: ChainFault[] = [];
  let resume: readonly ChainCheckpoint[] | null = null;
  /** The progress that was told last. */
  let board: readonly ChainProgress[] = [];
  const told: RunListener = {
    ...listener,
    progress(progress) {
      board = progress;
      listener.progress?.(progress);
    },
  };
  const divergent: DivergentPoint[] = [];
  for (;;) {
    const checkpoints = settings.draws === 'enough' || store !== null;
    const task = {
      model,
      module,
      settings,
      draws,
      starts: starts?.kind === 'found' ? starts.positions : null,
      resume,
      checkpoints,
      collector,
      store,
      pool,
      listener: told,
      signal,
    };
    const ended = await runChains(task);
    if (ended.kind === 'failed') {
      store?.fail();
      return { kind: 'failed', failure: failureOf(ended.cause, ir, modelText) };
    }
    faults.push(...ended.faults);
    divergent.push(...ended.divergent);
    const timing = withStarts(timingOf(compileMs, ended.totals), starts);
    const collected = collector.finish();
    const wasStopped = signal.aborted;
    const report = await makeReport(
      { program, data, modelText, modelPath, out, settings, draws, ir, collected, timing, faults, divergent },
      {
        progress: (done, total) => listener.progress?.(board, { done, total }),
        shouldStop: () => (wasStopped ? listener.shouldStopSummary?.() : signal.aborted) ?? false,
      },
    );
    const whole = collector.counts.every((count) => count >= draws);
    const summarised = collected.draws.drawsPerChain === 0 || report.summary.length === names.length;
    const interrupted = signal.aborted && !(whole && summarised);
    const more =
      settings.draws === 'enough' && !signal.aborted && ended.checkpoints !== null
        ? nextDraws(report.diagnostics, draws, settings.max_draws)
        : null;
    const wider =
      more === null
        ? null
        : makeRoom({ ...size, draws: more }, machine.totalMemory, () => collector.grow(more));
    if (more === null || wider?.kind === 'failed') {
      store?.finish(interrupted ? 'interrupted' : 'done', report);
      listener.collected?.(collected);
      return { kind: interrupted ? 'interrupted' : 'done', report, warnings: found };
    }
    draws = more;
    resume = ended.checkpoints;
  }
}

/** Pathfinder's share belongs to the warmup. */
function withStarts(timing: Timing, starts: Starts | null): Timing {
  if (starts?.kind !== 'found') return timing;
  return {
    ...timing,
    warmup_ms: timing.warmup_ms + starts.elapsedMs,
    gradients_warmup: timing.gradients_warmup + starts.gradients,
  };
}

type Room<T> = { readonly kind: 'ok'; readonly value: T } | Extract<SampleResult, { kind: 'failed' }>;

/** Allocates, or says in words that the draws do not fit. */
function makeRoom<T>(size: RunSize, totalMemory: number, allocate: () => T): Room<T> {
  const tooLarge = checkMemory(size, totalMemory);
  if (tooLarge !== null) return { kind: 'failed', failure: tooLarge };
  try {
    return { kind: 'ok', value: allocate() };
  } catch {
    const message = `no room for the draws (${inWords(bytesOfDraws(size))}); ask for fewer draws`;
    return { kind: 'failed', failure: { kind: 'out-of-memory', message } };
  }
}

function failureOf(cause: Cause, ir: IrProgram, modelText: string): SamplerFailure {
  switch (cause.kind) {
    case 'bad-start':
      return explainBadStart(ir, modelText, cause);
    case 'crash': {
      const { message, stderrTail } = cause;
      if (message.includes('out of memory')) return { kind: 'out-of-memory', message };
      return { kind: 'crash', message: `chain ${cause.chain + 1}: ${message}`, stderrTail };
    }
    case 'threw':
      return {
        kind: 'crash',
        message: `chain ${cause.chain + 1}: ${cause.message}`,
        stderrTail: cause.stack,
      };
    case 'store':
      return { kind: 'crash', message: `the draws could not be written: ${cause.message}`, stderrTail: '' };
    default:
      return unreachable(cause);
  }
}
