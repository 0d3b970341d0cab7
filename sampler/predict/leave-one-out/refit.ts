/** The model of a kept run fitted again without some of its observed points. */
import type { Draws } from '../../draws/draws.ts';
import { checkModel } from '../../model/check-model.ts';
import { executePlan } from '../../run/execute-plan.ts';
import type { RunMachine } from '../../run/run-machine.ts';
import { withoutThrowing } from '../../run/sample-run.ts';
import { firstLook } from '../../run/stopping-rule.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { Point } from './points.ts';

/** What is left out together, and its name in messages. */
export interface HeldOut {
  readonly name: string;
  readonly points: readonly Point[];
  /** Decides the seed of its refit, with that of the run. */
  readonly index: number;
}

/** What a refit takes of the run. */
export interface Refitted {
  readonly info: Pick<PosteriorModel['info'], 'modelText' | 'modelPath' | 'start' | 'settings' | 'asked'>;
}

export interface Refits {
  readonly machine: RunMachine;
  /** Ends them. */
  readonly signal?: AbortSignal;
  /** Refits at the same time; the chains of all share the machine's workers. */
  readonly together: number;
  progress(done: number, total: number): void;
}

/** The draws of a refit. */
export interface Refit {
  readonly draws: Draws;
  /** Why its diagnostics do not pass, in words; none if they do. */
  readonly reasons: readonly string[];
}

type RefittedScores<S> =
  | { readonly kind: 'ok'; readonly scores: readonly S[] }
  | { readonly kind: 'problem'; readonly message: string };

/** Fits without each set in turn, and keeps of its draws what `score` makes of them. Stops at the first problem. */
export async function refitEach<S>(
  model: Refitted,
  sets: readonly HeldOut[],
  { machine, signal, together, progress }: Refits,
  score: (set: HeldOut, refit: Refit) => S,
): Promise<RefittedScores<S>> {
  const scores = new Array<S>(sets.length);
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  let [next, done] = [0, 0];
  let problem: string | null = null;
  const work = async () => {
    while (next < sets.length && problem === null) {
      const at = next++;
      const refit = await refitWithout(model, sets[at], machine, stopped);
      if (typeof refit === 'string') {
        problem ??= `the model could not be fitted without ${sets[at].name}: ${refit}`;
        stop.abort();
        return;
      }
      scores[at] = score(sets[at], refit);
      progress(++done, sets.length);
    }
  };
  progress(0, sets.length);
  await Promise.all(Array.from({ length: Math.max(1, together) }, work));
  return problem === null ? { kind: 'ok', scores } : { kind: 'problem', message: problem };
}

/** Their positions, as lowering takes them. */
export function leftOutOf(
  points: readonly Pick<Point, 'observation' | 'position'>[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const leftOut = new Map<number, Set<number>>();
  for (const { observation, position } of points) {
    const own = leftOut.get(observation);
    if (own === undefined) leftOut.set(observation, new Set([position]));
    else own.add(position);
  }
  return leftOut;
}

/** The refit, or why there is none. */
async function refitWithout(
  { info }: Refitted,
  { points, index }: HeldOut,
  machine: RunMachine,
  signal: AbortSignal,
): Promise<Refit | string> {
  const { modelText, modelPath, start } = info;
  // A refit is read by what needs the parameters, whatever the run kept.
  const { store: _, ...settings } = info.settings;
  // As many as the run asked for: with `draws = enough`, a refit may need more than the run did.
  const { draws, max_draws } = info.asked ?? { draws: settings.draws, max_draws: settings.draws };
  const found: Draws[] = [];
  const plan = {
    model: { modelText, modelPath },
    checked: checkModel(modelText, modelPath),
    settings: { ...settings, draws, max_draws, seed: seedOf(settings.seed, index) },
    looks: [draws === 'enough' ? firstLook(max_draws) : draws],
    start: async () => (start === undefined ? null : ({ kind: 'ok', start } as const)),
    out: null,
    open: null,
    leftOut: leftOutOf(points),
    isScouted: false,
  };
  const listener = { collected: (all: { readonly draws: Draws }) => void found.push(all.draws) };
  const result = await withoutThrowing(() => executePlan(plan, machine, listener, signal));
  switch (result.kind) {
    case 'failed':
      return result.failure.message;
    case 'invalid':
      return result.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it is invalid';
    case 'interrupted':
      return 'it was interrupted';
    case 'done':
      return found.length === 0
        ? 'it has no draws'
        : {
            draws: found[0],
            reasons: result.report.diagnostics.reasons.map(({ message }) => message),
          };
  }
}

const SEEDS = 2 ** 31 - 1;

/** Refits with draws of their own: the errors of equal streams would add up. */
function seedOf(seed: number, index: number): number {
  return 1 + ((Math.abs(seed) + index) % SEEDS);
}
