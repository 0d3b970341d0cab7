/**
 * Starting points of chains: for each chain a draw from its own path of Pathfinder (Zhang et al. 2022). Resampling
 * the draws of all paths by weight would start all chains on the best path, and their agreement would mean nothing.
 */
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { Approximation, ApproximationOutcome } from '../infer/approximation.ts';
import type { ApproximateMessage } from './approximation-job.ts';
import { approximationDefaults } from './approximation-settings.ts';
import type { Crash, Pool } from './worker-jobs.ts';

interface StartsTask {
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly chains: number;
  readonly pool: Pool;
  readonly signal: AbortSignal;
}

export type Starts =
  | {
      readonly kind: 'found';
      readonly positions: readonly Float64Array[];
      readonly gradients: number;
      readonly elapsedMs: number;
    }
  /** Pathfinder found no start; the chains can still start at jittered points. */
  | { readonly kind: 'none'; readonly message: string }
  | Extract<ApproximationOutcome, { kind: 'bad-start' }>
  | Crash
  | Extract<ApproximateMessage, { kind: 'threw' }>;

/** Draws of a path; the first with finite density is the start. */
const DRAWS = 100;

export async function pathfinderStarts(task: StartsTask): Promise<Starts> {
  const { chains, signal } = task;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopNow = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) stopNow();
  signal.addEventListener('abort', stopNow);
  const ends = await Promise.all(Array.from({ length: chains }, (_, chain) => pathOf(task, chain, stop)));
  signal.removeEventListener('abort', stopNow);
  const positions: Float64Array[] = [];
  let gradients = 0;
  let elapsedMs = 0;
  for (const end of ends) {
    if (end === null) return { kind: 'none', message: 'Pathfinder gave no answer' };
    if (end.kind !== 'end') return end;
    const { outcome } = end;
    if (outcome.kind === 'no-approximation') return { kind: 'none', message: outcome.message };
    if (outcome.kind === 'bad-start') return outcome;
    const position = firstFinite(outcome.approximation);
    if (position === null) return { kind: 'none', message: 'no draw of Pathfinder has a finite density' };
    positions.push(position);
    gradients += outcome.approximation.gradients;
    elapsedMs = Math.max(elapsedMs, end.elapsedMs);
  }
  return { kind: 'found', positions, gradients, elapsedMs };
}

type PathEnd = Exclude<ApproximateMessage | Crash, { kind: 'elbo' }>;

/** How the path of a chain ended; null where the worker sent no message. */
async function pathOf(task: StartsTask, chain: number, stop: Int32Array): Promise<PathEnd | null> {
  const { model, module, seed, pool } = task;
  const settings = { ...approximationDefaults('pathfinder'), paths: 1, draws: DRAWS, seed };
  const ends: PathEnd[] = [];
  await pool.run(
    {
      kind: 'approximate',
      chain,
      model,
      module,
      seed,
      task: { method: 'pathfinder', settings },
      priorDraws: [],
      stop,
    },
    (message) => {
      if (message.kind !== 'elbo') ends.push(message);
    },
  );
  return ends.at(0) ?? null;
}

function firstFinite({ draws, dimension, logDensity }: Approximation): Float64Array | null {
  const s = logDensity.findIndex(Number.isFinite);
  return s < 0 ? null : draws.slice(s * dimension, (s + 1) * dimension);
}
