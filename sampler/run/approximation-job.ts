/** Fits one approximation: the job of a worker, independent of threads. */
import type { CompiledModel } from '../compile/compiled-model.ts';
import { instantiate } from '../compile/instantiate.ts';
import type {
  Approximation,
  ApproximationOutcome,
  ApproximationWatch,
  ElboPoint,
} from '../infer/approximation.ts';
import type { Density } from '../infer/density.ts';
import { methodJobs } from '../methods/index.ts';
import type { ApproximationMethod } from '../methods/method.ts';
import type { Clock } from '../methods/nuts/chain-contract.ts';
import { createRandom } from '../random.ts';
import type { ApproximationName, ApproximationSettingsOf } from '../report/approximation-report.ts';
import type { DrawFault } from './chain-messages.ts';
import { drawFaults } from './draw-faults.ts';

/** A method with all its settings. */
export type ApproximationTask = {
  [N in ApproximationName]: { readonly method: N; readonly settings: ApproximationSettingsOf<N> };
}[ApproximationName];

/** host → worker. */
export interface ApproximateJob {
  readonly kind: 'approximate';
  /** Distinguishes jobs when a worker dies, and the random streams of the paths that chains start from. */
  readonly chain: number;
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly task: ApproximationTask;
  /** Unconstrained draws from the priors; NaN where no prior says. */
  readonly priorDraws: readonly Float64Array[];
  /** Shared; the optimisation stops once element 0 is not 0. */
  readonly stop: Int32Array;
}

/** worker → host. `end` and `threw` finish the job. */
export type ApproximateMessage =
  | { readonly kind: 'elbo'; readonly chain: number; readonly points: readonly ElboPoint[] }
  | {
      readonly kind: 'end';
      readonly chain: number;
      readonly outcome: ApproximationOutcome;
      /** Quantities of each draw, `values[draw * quantities + k]`; empty where there are no draws. */
      readonly values: Float64Array;
      /** Draws with a value that the model cannot have. */
      readonly faults: readonly DrawFault[];
      readonly elapsedMs: number;
    }
  | { readonly kind: 'threw'; readonly chain: number; readonly message: string; readonly stack: string };

type SendApproximation = (message: ApproximateMessage, transfer: readonly ArrayBuffer[]) => void;

/** Random stream beyond those of any number of chains. */
const STREAM = 1000;
/** Of fits that start at draws from the priors, beyond those of starts of chains. */
const PRIOR_STREAM = 1900;
const SEND_EVERY_MS = 100;

export function runApproximateJob(job: ApproximateJob, clock: Clock, send: SendApproximation): void {
  const { chain, model } = job;
  try {
    const begun = clock.now();
    const { density, constrain, faultAt } = instantiate(model, job.module);
    let points: ElboPoint[] = [];
    let sent = begun;
    const watch: ApproximationWatch = {
      start: faultAt,
      elbo(point) {
        points.push(point);
        if (clock.now() - sent < SEND_EVERY_MS) return;
        sent = clock.now();
        send({ kind: 'elbo', chain, points }, []);
        points = [];
      },
      shouldStop: () => Atomics.load(job.stop, 0) !== 0,
    };
    const outcome = approximate(density, job, watch);
    const values =
      outcome.kind === 'done'
        ? constrained(outcome.approximation, model.names.length, constrain)
        : new Float64Array();
    const faults =
      outcome.kind === 'done'
        ? drawFaults(outcome.approximation.draws, outcome.approximation.dimension, faultAt)
        : [];
    const elapsedMs = clock.now() - begun;
    send({ kind: 'end', chain, outcome, values, faults, elapsedMs }, [values.buffer]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: 'threw', chain, message, stack: error instanceof Error ? (error.stack ?? '') : '' }, []);
  }
}

function approximate(
  density: Density,
  { chain, seed, task: { method, settings }, priorDraws }: ApproximateJob,
  watch: ApproximationWatch,
): ApproximationOutcome {
  // `ApproximationTask` pairs method and settings, which TypeScript cannot infer through the table.
  const job = methodJobs[method] as ApproximationMethod<ApproximationName>;
  return job.approximate(
    density,
    settings as ApproximationSettingsOf<ApproximationName>,
    createRandom(seed, STREAM + chain),
    watch,
    { positions: priorDraws, random: createRandom(seed, PRIOR_STREAM + chain) },
  );
}

function constrained(
  { draws, dimension }: Approximation,
  quantities: number,
  constrain: (position: Float64Array, out: Float64Array) => void,
): Float64Array<ArrayBuffer> {
  const count = draws.length / dimension;
  const values = new Float64Array(count * quantities);
  for (let s = 0; s < count; s++) {
    constrain(
      draws.subarray(s * dimension, (s + 1) * dimension),
      values.subarray(s * quantities, (s + 1) * quantities),
    );
  }
  return values;
}
