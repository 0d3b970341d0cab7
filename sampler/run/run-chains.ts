/** Runs the chains of a model in the pool, collects their draws and reports progress. */
import { methods } from '../../grammar/methods/index.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { Collected, Collector } from '../draws/collector.ts';
import type { ChainOutcome, ChainSettings, ChainTotals } from '../methods/nuts/chain-contract.ts';
import type { ChainProgress, RunPhase, SummaryProgress } from '../protocol.ts';
import { type DivergentPoint, pointsOf } from '../report/divergent-point.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { unreachable } from '../unreachable.ts';
import type { DrawFault, KeptCheckpoint, WorkerMessage } from './chain-messages.ts';
import type { GuardedWriter } from './guarded-writer.ts';
import { type LiveDraws, liveDraws } from './live-draws.ts';
import { type Completed, createProgressBoard } from './progress-board.ts';
import { chainSettings, type RunSettings } from './sample-settings.ts';
import type { Crash, Pool } from './worker-jobs.ts';

export interface RunListener {
  /** Called at the start of each phase; phases repeat in each round. */
  phase?(phase: RunPhase): void;
  /** @param summarised present once the chains have ended. */
  progress?(chains: readonly ChainProgress[], summarised?: SummaryProgress): void;
  /** Polled while draws are summarised, if the chains were cancelled. */
  shouldStopSummary?(): boolean;
  draws?(block: LiveDraws): void;
  /** The report of a whole run before its fit is judged, which takes a while. */
  sampled?(report: SampleReport): void;
  /** Called once with all kept draws, if the run ends with a report. */
  collected?(collected: Collected): void;
}

interface ChainsTask {
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly settings: RunSettings;
  /** Kept draws of each chain at the end of this round. */
  readonly draws: number;
  /** Whether further rounds may follow. */
  readonly mayGoOn: boolean;
  /** Unconstrained starting point of each chain; null for jittered starts. */
  readonly starts: readonly Float64Array[] | null;
  /** Points for a chain that finds no jittered start; null where there are no others. */
  readonly otherStarts: ((chain: number) => Promise<readonly Float64Array[]>) | null;
  readonly chains: readonly ChainStart[];
  /** Whether checkpoints are needed: by another round, or by the store. */
  readonly checkpoints: boolean;
  readonly collector: Collector;
  readonly writer: GuardedWriter | null;
  readonly pool: Pool;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
}

/** The state that a chain starts from. */
export interface ChainStart {
  /** Checkpoint at or before the last kept draw; null if the chain starts from its seed. */
  readonly checkpoint: KeptCheckpoint | null;
  /** Draws already in the collector, which are not sent again. */
  readonly kept: number;
}

/** Why chains failed: no finite starting point, or a worker that died. */
export type Cause =
  | Extract<ChainOutcome, { kind: 'bad-start' }>
  | Crash
  | Extract<WorkerMessage, { kind: 'threw' }>;

/** A fault with its chain, 0-based. */
export interface ChainFault extends DrawFault {
  readonly chain: number;
}

export interface EndedChains {
  readonly kind: 'ended';
  /** In the order of the chains. */
  readonly totals: readonly ChainTotals[];
  /** The checkpoint of each chain. */
  readonly chains: readonly ChainStart[];
  /** Degrees of centring of each chain that has any. */
  readonly degrees: readonly (readonly number[])[];
  /** Kept draws of this round with an invalid value. */
  readonly faults: readonly ChainFault[];
  /** Where some of the draws diverged, those before this round included. */
  readonly divergent: readonly DivergentPoint[];
  /** Of each chain, the positions of some draws of this round. */
  readonly positions: readonly (readonly Float64Array[])[];
}

type ChainsEnd = EndedChains | { readonly kind: 'failed'; readonly cause: Cause };

function completed({ checkpoint, kept }: ChainStart, { tune, thin, draws }: ChainSettings): Completed {
  const tuneDraws = checkpoint?.totals.tuned?.draws ?? tune;
  return {
    done: kept === 0 ? 0 : tuneDraws + kept * thin,
    total: tuneDraws + draws * thin,
    divergences: checkpoint?.totals.divergencesDraws ?? 0,
    stepSize: checkpoint?.stepSize ?? 0,
  };
}

/** Where so many jittered points have no density, the next one that has it may be alone among others without. */
const FEW_ATTEMPTS = 10;

/** Runs every chain to its end. The first failure stops the others at their next draw. */
export async function runChains(task: ChainsTask): Promise<ChainsEnd> {
  const { model, module, settings, draws, collector, writer, pool, listener, signal } = task;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopAll = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) stopAll();
  signal.addEventListener('abort', stopAll);
  const board = createProgressBoard(
    task.chains.map((start) => completed(start, chainSettings(settings, draws))),
    { mayGoOn: task.mayGoOn },
    (chains) => listener.progress?.(chains),
  );
  const totals = new Map<number, ChainTotals>();
  const faults: ChainFault[] = [];
  const divergent: DivergentPoint[] = [];
  const positions: (readonly Float64Array[])[] = task.chains.map(() => []);
  const checkpoints = new Map<number, KeptCheckpoint>();
  const adapted = new Map<number, readonly number[]>();
  const badStarts = new Map<number, Extract<ChainOutcome, { kind: 'bad-start' }>>();
  let cause: Cause | null = null;
  let isSampling = false;
  const fail = (chain: number, found: Cause) => {
    board.phase(chain, 'failed');
    cause ??= found;
    stopAll();
  };
  const pending = Array.from({ length: settings.chains }, () => new Int32Array(new SharedArrayBuffer(4)));
  const onMessage = (chain: number) => (message: WorkerMessage | Crash) => {
    switch (message.kind) {
      case 'progress':
        if (message.report.phase === 'sampling' && !isSampling) {
          isSampling = true;
          listener.phase?.('sampling');
        }
        return board.report(chain, message.report);
      case 'block':
        collector.add(message);
        if (message.checkpoint !== null) checkpoints.set(chain, message.checkpoint);
        if (message.fault !== null) faults.push({ ...message.fault, chain });
        listener.draws?.(liveDraws(message, model.names));
        writer?.append(message);
        Atomics.sub(pending[chain], 0, 1);
        Atomics.notify(pending[chain], 0);
        return;
      case 'end':
        if (message.outcome.kind === 'bad-start') return void badStarts.set(chain, message.outcome);
        totals.set(chain, message.outcome.totals);
        divergent.push(...message.divergent);
        positions[chain] = message.positions;
        if (message.outcome.kind === 'done' && message.outcome.adapted.centring !== undefined)
          adapted.set(chain, [...message.outcome.adapted.centring]);
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
    task.chains.map(async ({ checkpoint, kept }, chain) => {
      if (kept >= draws) {
        if (checkpoint !== null) totals.set(chain, checkpoint.totals);
        divergent.push(...pointsOf(checkpoint?.divergent ?? [], chain));
        return board.complete(chain);
      }
      const run = (start: Partial<ChainSettings>) => {
        badStarts.delete(chain);
        return pool.run(
          {
            ...job,
            chain,
            pending: pending[chain],
            settings: { ...chainSettings(settings, draws), ...start },
            resume: checkpoint,
            kept,
          },
          onMessage(chain),
        );
      };
      const refused = () => badStarts.get(chain);
      const { starts, otherStarts } = task;
      if (starts !== null || otherStarts === null) await run({ initialPosition: starts?.[chain] ?? null });
      else {
        await run({ firstAttempts: FEW_ATTEMPTS });
        const among = refused() === undefined ? [] : await otherStarts(chain);
        if (among.length > 0) await run({ among });
        if (refused() !== undefined) await run({});
        const last = refused();
        if (last !== undefined && among.length > 0)
          badStarts.set(chain, { ...last, priorDraws: among.length });
      }
      const last = refused();
      if (last !== undefined) fail(chain, last);
    }),
  );
  signal.removeEventListener('abort', stopAll);
  board.finish();
  if (cause !== null) return { kind: 'failed', cause };
  const chains = task.chains.map(({ checkpoint }, chain): ChainStart => {
    return { checkpoint: checkpoints.get(chain) ?? checkpoint, kept: collector.counts[chain] };
  });
  const inOrder = [...totals].sort(([a], [b]) => a - b).map(([, ofChain]) => ofChain);
  const degrees = chains.flatMap(({ checkpoint }, chain) => {
    const ofChain = adapted.get(chain) ?? checkpoint?.centring;
    return ofChain === undefined ? [] : [ofChain];
  });
  // Chains end in any order.
  divergent.sort((a, b) => a.chain - b.chain);
  return { kind: 'ended', totals: inOrder, chains, degrees, faults, divergent, positions };
}
