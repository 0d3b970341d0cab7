/** Exact scores where the weights of the draws cannot be relied on: a refit without each such point or group. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { type Loo, type LooScore, looOfPoints } from '../../diagnose/loo.ts';
import { createRandom } from '../../random.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { Point } from './points.ts';
import { type HeldOut, type Refits, refitEach } from './refit.ts';
import { scoreHeldOut } from './score-held-out.ts';

/** A point, or a group, whose score is of a refit. */
export interface RefittedScore {
  /** Its index among the scores. */
  readonly index: number;
  /** By importance weights: k̂, and the elpd that is replaced. */
  readonly kHat: number;
  readonly elpd: number;
  /** Why the refit's diagnostics do not pass; none if they do. */
  readonly reasons: readonly string[];
}

export interface Scores {
  readonly scores: readonly LooScore[];
  readonly means: readonly (number | null)[];
  readonly crps: readonly (number | null)[];
}

export interface ScoredSets extends Scores {
  /** What each score is of. */
  readonly sets: readonly { readonly name: string; readonly points: readonly Point[] }[];
  /** Of `means` and `crps`. */
  readonly points: readonly Point[];
}

export type Refitted =
  | { readonly kind: 'ok'; readonly scored: Scores; readonly refitted: readonly RefittedScore[] }
  | { readonly kind: 'problem'; readonly message: string };

export async function refitUnreliable(
  model: PosteriorModel,
  forward: ForwardModel,
  { sets, points, scores, means, crps }: ScoredSets,
  refits: Refits,
): Promise<Refitted> {
  const { draws, info } = model;
  const { unreliable }: Loo = looOfPoints(scores, draws.chains * draws.drawsPerChain);
  const chosen = [...unreliable].sort((a, b) => a - b);
  const heldOut = chosen.map((index): HeldOut => ({ ...sets[index], index }));
  const found = await refitEach(model, heldOut, refits, (set, refit) =>
    scoreHeldOut(forward, set.points, refit, createRandom(info.seed, 1 + set.index)),
  );
  if (found.kind === 'problem') return found;
  const exact = { scores: [...scores], means: [...means], crps: [...crps] };
  const refitted: RefittedScore[] = [];
  for (const [i, index] of chosen.entries()) {
    const one = found.scores[i];
    if (typeof one === 'string')
      return { kind: 'problem', message: `in the refit without ${sets[index].name}, ${one}` };
    const { kHat, elpd } = scores[index];
    refitted.push({ index, kHat, elpd, reasons: one.reasons });
    exact.scores[index] = { ...scores[index], ...one.joint };
    for (const [k, point] of sets[index].points.entries()) {
      const at = points.indexOf(point);
      exact.means[at] = one.points[k].mean;
      exact.crps[at] = one.points[k].crps;
    }
  }
  return { kind: 'ok', scored: exact, refitted };
}
