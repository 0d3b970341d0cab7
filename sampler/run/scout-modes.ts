/** The search for modes that no chain visited, in a worker, once all chains have ended. */
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { FoundModes, ScoutedChain, ScoutJob, ScoutMessage } from './scout-job.ts';
import { crashFailure, NO_ANSWER, withStopFlag } from './single-job.ts';
import type { Crash, Pool } from './worker-jobs.ts';

/** Of the gradients of the chains, for ascents. */
const BUDGET_SHARE = 0.05;

interface ScoutTask {
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly settings: ScoutJob['settings'];
  readonly chains: readonly ScoutedChain[];
  /** Of all chains. */
  readonly gradients: number;
  readonly pool: Pool;
  readonly signal: AbortSignal;
}

type Search =
  /** Null where nothing can be said of this model. */
  | { readonly kind: 'ended'; readonly found: FoundModes | null }
  /** The draws are as good without it, but nobody looked. */
  | { readonly kind: 'missing'; readonly why: string };

export async function scoutModes(task: ScoutTask): Promise<Search> {
  const { model, module, seed, settings, chains, gradients, pool, signal } = task;
  const budget = BUDGET_SHARE * gradients;
  const ends: (ScoutMessage | Crash)[] = [];
  await withStopFlag(signal, (stop) =>
    pool.run(
      { kind: 'scout', chain: 0, model, module, seed, settings, chains, budget, stop },
      (message) => void ends.push(message),
    ),
  );
  const [end = NO_ANSWER] = ends;
  if (signal.aborted) return { kind: 'missing', why: 'it was stopped' };
  return end.kind === 'end'
    ? { kind: 'ended', found: end.found }
    : { kind: 'missing', why: crashFailure(end).message };
}
