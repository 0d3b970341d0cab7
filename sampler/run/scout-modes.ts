/** Runs the search for unvisited modes in a worker, once all chains or an approximation have ended. */

import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { Approximation } from '../infer/approximation.ts';
import { MOST_DIMENSIONS } from '../scout/scout.ts';
import type { SimplexBlock } from '../scout/simplex-coordinates.ts';
import { spread } from '../scout/spread.ts';
import { priorPositions } from './prior-positions.ts';
import type { RunMachine } from './run-machine.ts';
import type { FoundModes, ScoutedChain, ScoutJob, ScoutMessage } from './scout-job.ts';
import { crashFailure, NO_ANSWER, withStopFlag } from './single-job.ts';
import type { Crash } from './worker-jobs.ts';

/** Gradients for ascents, relative to those of all chains. */
const BUDGET_SHARE = 0.1;
/** Gradients for ascents around an approximation, whose own fit may take few: half of those its k-hat takes. */
const APPROXIMATION_BUDGET = 4000;
/** Parts that an approximation's draws are divided into, treated like chains. */
const PARTS = 4;
/** Draws from the priors that ascents start from, as many as far points of a chain. */
const PRIOR_DRAWS = 40;
/** Draws of a part. */
const PART = 100;

interface ScoutTask {
  readonly program: Program;
  readonly data: LoadedData;
  readonly ir: IrProgram;
  readonly model: CompiledModel;
  /** With all quantities, where the model has only those that are kept. */
  readonly whole?: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly settings: ScoutJob['settings'];
  readonly chains: readonly ScoutedChain[];
  readonly budget: number;
  readonly areApproximate: boolean;
  readonly withDraws?: boolean;
  readonly machine: RunMachine;
  readonly signal: AbortSignal;
}

export type Search =
  /** Null where the search does not apply to this model. */
  | { readonly kind: 'ended'; readonly found: FoundModes | null }
  /** The search crashed or was stopped; the draws remain valid. */
  | { readonly kind: 'missing'; readonly why: string };

/** A search that is going on. */
export interface BegunSearch {
  readonly result: Promise<Search>;
}

/** @param gradients of all chains, tuning included. */
export function aroundChains(
  chains: readonly ScoutedChain[],
  gradients: number,
): Pick<ScoutTask, 'chains' | 'budget' | 'areApproximate'> {
  return { chains, budget: BUDGET_SHARE * gradients, areApproximate: false };
}

export function aroundApproximation({
  draws,
  dimension,
}: Pick<Approximation, 'draws' | 'dimension'>): Pick<ScoutTask, 'chains' | 'budget' | 'areApproximate'> {
  const all = Array.from({ length: draws.length / dimension }, (_, s) =>
    draws.slice(s * dimension, (s + 1) * dimension),
  );
  const used = spread(all, PARTS * PART);
  const size = Math.ceil(used.length / PARTS);
  const chains = Array.from({ length: PARTS }, (_, part) => ({
    positions: used.slice(part * size, (part + 1) * size),
    checkpoint: null,
  }));
  return { chains, budget: APPROXIMATION_BUDGET, areApproximate: true };
}

export async function scoutModes(task: ScoutTask): Promise<Search> {
  return (await beginScouting(task)).result;
}

/** Resolves once a worker has the job, or it waits for one. */
export async function beginScouting(task: ScoutTask): Promise<BegunSearch> {
  const { ir, model, module, seed, settings, chains, budget, areApproximate, withDraws, machine, signal } =
    task;
  const simplexes = simplexesOf(ir);
  const drawn =
    model.dimension > MOST_DIMENSIONS
      ? []
      : await machine.drawPriors(task.program, task.data, { draws: PRIOR_DRAWS, seed });
  const priorDraws = priorPositions(ir, task.whole ?? model, module, drawn);
  const job = {
    kind: 'scout',
    chain: 0,
    model,
    module,
    seed,
    settings,
    chains,
    priorDraws,
    budget,
    areApproximate,
    withDraws,
    simplexes,
  } as const;
  const search = async (): Promise<Search> => {
    const ends: (ScoutMessage | Crash)[] = [];
    await withStopFlag(signal, (stop) =>
      machine.pool.run({ ...job, stop }, (message) => void ends.push(message)),
    );
    const [end = NO_ANSWER] = ends;
    if (signal.aborted) return { kind: 'missing', why: 'it was stopped' };
    return end.kind === 'end'
      ? { kind: 'ended', found: end.found }
      : { kind: 'missing', why: crashFailure(end).message };
  };
  // In an object, since a promise of a promise is awaited whole.
  return { result: search() };
}

/** @param nobody subject of "visited", such as `no chain`; `others` what the verdict covers. */
export function notSearched(nobody: string, why: string, others: string): Diagnostic {
  const message = `modes that ${nobody} visited were not looked for to the end: ${why}; the verdict is on ${others} alone`;
  return { code: 'modes-not-searched', severity: 'warning', message, span: { start: 0, end: 0 } };
}

/** The unconstrained coordinates of each simplex, recognised by the suffix of their names. */
function simplexesOf({ arrays }: IrProgram): readonly SimplexBlock[] {
  return arrays
    .filter(({ role, name }) => role === 'unconstrained' && name.endsWith('__simplex'))
    .flatMap(({ shape, offset = 0 }) => {
      const free = shape[shape.length - 1];
      const events = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      return Array.from({ length: events }, (_, k) => ({ offset: offset + k * free, size: free + 1 }));
    });
}
