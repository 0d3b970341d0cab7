/** Points for chains to start at: draws of multi-path Pathfinder (Zhang et al. 2022, section 4). */
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
  /** Pathfinder has no answer; the chains may still start at jittered points. */
  | { readonly kind: 'none'; readonly message: string }
  | Extract<ApproximationOutcome, { kind: 'bad-start' }>
  | Crash
  | Extract<ApproximateMessage, { kind: 'threw' }>;

/** One point per chain, distinct as far as there are enough. */
export async function pathfinderStarts(task: StartsTask): Promise<Starts> {
  const { model, module, seed, chains, pool, signal } = task;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopNow = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) stopNow();
  signal.addEventListener('abort', stopNow);
  const settings = { ...approximationDefaults('pathfinder'), draws: Math.max(1000, chains), seed };
  const ends: Exclude<ApproximateMessage | Crash, { kind: 'elbo' }>[] = [];
  await pool.run(
    { kind: 'approximate', chain: 0, model, module, seed, task: { method: 'pathfinder', settings }, stop },
    (message) => {
      if (message.kind !== 'elbo') ends.push(message);
    },
  );
  signal.removeEventListener('abort', stopNow);
  const [end] = ends;
  if (end === undefined) return { kind: 'none', message: 'Pathfinder gave no answer' };
  if (end.kind !== 'end') return end;
  const { outcome, elapsedMs } = end;
  if (outcome.kind === 'no-approximation') return { kind: 'none', message: outcome.message };
  if (outcome.kind === 'bad-start') return outcome;
  const positions = spread(outcome.approximation, chains);
  if (positions.length === 0) return { kind: 'none', message: 'no draw of Pathfinder has a finite density' };
  return { kind: 'found', positions, gradients: outcome.approximation.gradients, elapsedMs };
}

/** The first draws of finite density that differ; where these are too few they are used again. */
function spread({ draws, dimension, logDensity }: Approximation, count: number): readonly Float64Array[] {
  const found: Float64Array[] = [];
  const seen = new Set<number>();
  for (let s = 0; s < logDensity.length && found.length < count; s++) {
    // Draws that were resampled twice have the same density to the last bit.
    if (!Number.isFinite(logDensity[s]) || seen.has(logDensity[s])) continue;
    seen.add(logDensity[s]);
    found.push(draws.slice(s * dimension, (s + 1) * dimension));
  }
  return found.length === 0 ? [] : Array.from({ length: count }, (_, k) => found[k % found.length]);
}
