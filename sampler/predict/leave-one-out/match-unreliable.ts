/** Moment matching where the weights of the draws cannot be relied on: the draws are moved, not drawn again. */
import type { IrProgram } from '../../../grammar/ir.ts';
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { looOfPoints, looPoint, matchedPoint } from '../../diagnose/loo.ts';
import { matchMoments } from '../../diagnose/moment-matching.ts';
import type { Draws } from '../../draws/draws.ts';
import { mathLibrary } from '../../math/instance.ts';
import { createRandom } from '../../random.ts';
import { crps } from '../../stats/crps.ts';
import type { Pace } from '../fit/pace.ts';
import { mapAllDraws, type PosteriorModel } from '../posterior-model.ts';
import { unconstrainedPosterior } from '../unconstrained-posterior.ts';
import { pointDraws } from './log-likelihood.ts';
import type { Point } from './points.ts';
import type { ScoredSets, Scores } from './refit-unreliable.ts';
import { weightedMean } from './score-points.ts';

const { exp } = mathLibrary();

/** A point, or a group, whose draws were moved. */
export interface MatchedScore {
  /** Its index among the scores. */
  readonly index: number;
  /** Before: k̂, and the elpd that is replaced. */
  readonly kHat: number;
  readonly elpd: number;
  /** Maps, one after the other. */
  readonly steps: number;
}

type Matched =
  | { readonly kind: 'ok'; readonly scored: Scores; readonly matched: readonly MatchedScore[] }
  | { readonly kind: 'problem'; readonly message: string };

/** Where no map lowers k̂, the score stays, and is not among those matched. */
export async function matchUnreliable(
  { draws, info }: PosteriorModel,
  forward: ForwardModel,
  ir: IrProgram,
  { sets, points, scores, means, crps: scored }: ScoredSets,
  pace: Pace,
): Promise<Matched> {
  const { unreliable, kThreshold } = looOfPoints(scores, draws.chains * draws.drawsPerChain);
  if (unreliable.length === 0) return { kind: 'ok', scored: { scores, means, crps: scored }, matched: [] };
  const opened = unconstrainedPosterior(ir, draws);
  if (opened.kind === 'problem')
    return { kind: 'problem', message: `the draws cannot be moved: ${opened.message}` };
  const { posterior } = opened;
  const moved = { scores: [...scores], means: [...means], crps: [...scored] };
  const matched: MatchedScore[] = [];
  for (const index of [...unreliable].sort((a, b) => a - b)) {
    await pace.pause();
    const own = sets[index].points;
    const logRatio = (positions: readonly Float64Array[]) =>
      sumOfLogLikelihoods(forward, own, posterior.draws(positions)).map((value) => -value);
    const before = looPoint(sumOfLogLikelihoods(forward, own, draws), draws.chains);
    const found = matchMoments(
      { ...posterior, logRatio },
      { threshold: kThreshold, relativeEfficiency: before.relativeEfficiency, split: true },
    );
    if (found.steps.length === 0) continue;
    const { kHat, elpd } = scores[index];
    matched.push({ index, kHat, elpd, steps: found.steps.length });
    moved.scores[index] = matchedPoint(before, found, draws.chains);
    const weights = found.logWeights.map(exp);
    const rng = createRandom(info.seed, 1 + index);
    for (const one of allPointDraws(forward, own, posterior.draws(found.positions), rng)) {
      const at = points.indexOf(one.point);
      moved.means[at] = one.means === null ? null : weightedMean(one.means, found.logWeights);
      moved.crps[at] =
        one.replicated === null || one.point.observed === null
          ? null
          : crps(one.replicated, weights, one.point.observed[0]);
    }
  }
  return { kind: 'ok', scored: moved, matched };
}

function allPointDraws(
  forward: ForwardModel,
  points: readonly Point[],
  draws: Draws,
  rng: Parameters<typeof pointDraws>[4] = null,
): ReturnType<typeof pointDraws> {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid')
    throw new Error('the density and the forward model are of different unknowns');
  return pointDraws(forward, points, draws, mapped.map, rng);
}

function sumOfLogLikelihoods(forward: ForwardModel, points: readonly Point[], draws: Draws): Float64Array {
  const sum = new Float64Array(draws.chains * draws.drawsPerChain);
  for (const { logLikelihood } of allPointDraws(forward, points, draws))
    for (let draw = 0; draw < sum.length; draw++) sum[draw] += logLikelihood[draw];
  return sum;
}
