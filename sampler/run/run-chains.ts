/** Runs the chains of a model in the pool, gathers their draws and follows their progress. */
import { methods } from '../../grammar/methods/index.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { Collected, Collector } from '../draws/collector.ts';
import type { ChainCheckpoint, ChainOutcome, ChainTotals } from '../methods/nuts/chain.ts';
import type { ChainProgress, SummaryProgress } from '../protocol.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';
import type { RunWriter } from '../store/write-run.ts';
import { unreachable } from '../unreachable.ts';
import type { DrawFault, WorkerMessage } from './chain-messages.ts';
import { type LiveDraws, liveDraws } from './live-draws.ts';
import type { Crash, Pool } from './pool.ts';
import { createProgressBoard } from './progress-board.ts';
import { chainSettings, type RunSettings } from './sample-settings.ts';

export interface RunListener {
  /** @param summarised once the chains have ended. */
  progress?(chains: readonly ChainProgress[], summarised?: SummaryProgress): void;
  /** Asked while draws are summarised, where stopping was asked for before. */
  shouldStopSummary?(): boolean;
  draws?(block: LiveDraws): void;
  /** All kept draws, once, where the run ends with a report. */
  collected?(collected: Collected): void;
}

export interface ChainsTask {
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly settings: RunSettings;
  /** Kept draws of each chain at the end of this round. */
  readonly draws: number;
  /** Unconstrained point that each chain starts at; null leaves it to jitter. */
  readonly starts: readonly Float64Array[] | null;
  /** Where each chain goes on from; null for the first round. */
  readonly resume: readonly ChainCheckpoint[] | null;
  /** Whether checkpoints will be asked for: by another round, or by the store. */
  readonly checkpoints: boolean;
  readonly collector: Collector;
  readonly store: RunWriter | null;
  readonly pool: Pool;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
}

/** Why chains failed: a start that is nowhere finite, a worker that died, draws that could not be written. */
export type Cause =
  | Extract<ChainOutcome, { kind: 'bad-start' }>
  | Crash
  | Extract<WorkerMessage, { kind: 'threw' }>
  | { readonly kind: 'store'; readonly message: string };

/** Of one chain, 0-based. */
export interface ChainFault extends DrawFault {
  readonly chain: number;
}

export type ChainsEnd =
  | {
      readonly kind: 'ended';
      readonly totals: readonly ChainTotals[];
      /** Of every chain, where all reached their last draw and checkpoints were asked for. */
      readonly checkpoints: readonly ChainCheckpoint[] | null;
      /** Kept draws of this round with a value that is not what it must be. */
      readonly faults: readonly ChainFault[];
      /** Where some of the kept draws of this round diverged. */
      readonly divergent: readonly DivergentPoint[];
    }
  | { readonly kind: 'failed'; readonly cause: Cause };

/** Runs every chain to its end. The first failure stops the others at their next draw. */
export async function runChains(task: ChainsTask): Promise<ChainsEnd> {
  const { model, module, settings, draws, resume, collector, store, pool, listener, signal } = task;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopAll = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) stopAll();
  signal.addEventListener('abort', stopAll);
  const board = createProgressBoard(settings.chains, settings.tune + draws, (chains) =>
    listener.progress?.(chains),
  );
  const totals: ChainTotals[] = [];
  const faults: ChainFault[] = [];
  const divergent: DivergentPoint[] = [];
  const checkpoints = new Map<number, ChainCheckpoint>();
  let cause: Cause | null = null;
  const fail = (chain: number, found: Cause) => {
    board.phase(chain, 'failed');
    cause ??= found;
    stopAll();
  };
  const pending = Array.from({ length: settings.chains }, () => new Int32Array(new SharedArrayBuffer(4)));
  const onMessage = (chain: number) => (message: WorkerMessage | Crash) => {
    switch (message.kind) {
      case 'progress':
        return board.report(chain, message.report);
      case 'block':
        collector.add(message);
        if (message.checkpoint !== null) checkpoints.set(chain, message.checkpoint);
        listener.draws?.(liveDraws(message, model.names));
        try {
          store?.append(message);
        } catch (error) {
          fail(chain, { kind: 'store', message: error instanceof Error ? error.message : String(error) });
        }
        Atomics.sub(pending[chain], 0, 1);
        Atomics.notify(pending[chain], 0);
        return;
      case 'end':
        if (message.outcome.kind === 'bad-start') return fail(chain, message.outcome);
        totals.push(message.outcome.totals);
        if (message.fault !== null) faults.push({ ...message.fault, chain });
        divergent.push(...message.divergent);
        return board.phase(chain, message.outcome.kind === 'done' ? 'done' : 'stopped');
      case 'threw':
      case 'crash':
        return fail(chain, message);
      default:
        return unreachable(message);
    }
  };
  const method = settings.method ?? 'nuts';
  const job = {
    kind: 'chain',
    model,
    module,
    seed: settings.seed,
    method,
    checkpoints: task.checkpoints && methods[method].has.checkpoints,
    stop,
  } as const;
  await Promise.all(
    Array.from({ length: settings.chains }, (_, chain) =>
      pool.run(
        {
          ...job,
          chain,
          pending: pending[chain],
          settings: { ...chainSettings(settings, draws), initialPosition: task.starts?.[chain] ?? null },
          resume: resume?.[chain] ?? null,
        },
        onMessage(chain),
      ),
    ),
  );
  signal.removeEventListener('abort', stopAll);
  board.finish();
  if (cause !== null) return { kind: 'failed', cause };
  const last = Array.from({ length: settings.chains }, (_, chain) => checkpoints.get(chain));
  const complete = last.flatMap((checkpoint) => (checkpoint?.done === draws ? [checkpoint] : []));
  return {
    kind: 'ended',
    totals,
    checkpoints: complete.length === settings.chains ? complete : null,
    faults,
    divergent,
  };
}
