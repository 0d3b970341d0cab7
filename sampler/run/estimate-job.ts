/** Finds one estimate: the job of a worker, independent of threads. */
import type { SettingValues } from '../../grammar/methods/method.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import { instantiate } from '../compile/instantiate.ts';
import { estimateMethod } from '../methods/index.ts';
import type { EstimateOutcome } from '../methods/method.ts';
import type { Clock } from '../methods/nuts/chain-contract.ts';
import { createRandom } from '../random.ts';

/** host → worker. */
export interface EstimateJob {
  readonly kind: 'estimate';
  /** Distinguishes jobs when a worker dies. */
  readonly chain: number;
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly method: string;
  readonly settings: SettingValues;
  /** Shared; the search stops once element 0 is not 0. */
  readonly stop: Int32Array;
}

/** worker → host; each finishes the job. */
export type EstimateMessage =
  | {
      readonly kind: 'end';
      readonly chain: number;
      readonly outcome: EstimateOutcome;
      readonly elapsedMs: number;
    }
  | { readonly kind: 'threw'; readonly chain: number; readonly message: string; readonly stack: string };

/** Random stream beyond those of chains and approximations. */
const STREAM = 2000;

export function runEstimateJob(
  job: EstimateJob,
  clock: Clock,
  send: (message: EstimateMessage, transfer: readonly ArrayBuffer[]) => void,
): void {
  const { chain, model, method: name, settings } = job;
  try {
    const begun = clock.now();
    const method = estimateMethod(name);
    if (method === undefined) throw new Error(`the method ${name} makes no estimate`);
    const { density, constrain, faultAt } = instantiate(model, job.module);
    const { names, unconstrainedNames } = model;
    const outcome = method.estimate(
      { density, constrain, names, unconstrainedNames },
      settings,
      createRandom(job.seed, STREAM),
      { start: faultAt, shouldStop: () => Atomics.load(job.stop, 0) !== 0 },
    );
    send({ kind: 'end', chain, outcome, elapsedMs: clock.now() - begun }, []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: 'threw', chain, message, stack: error instanceof Error ? (error.stack ?? '') : '' }, []);
  }
}
