/** Scores of observed points at the draws of a refit without them. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { heldOutPoint, type LooPoint } from '../../diagnose/loo.ts';
import type { Rng } from '../../distributions/distribution-sampler.ts';
import { crps } from '../../stats/crps.ts';
import { mean } from '../../stats/moments.ts';
import { mapAllDraws } from '../posterior-model.ts';
import { pointDraws } from './log-likelihood.ts';
import type { Point } from './points.ts';
import type { Refit } from './refit.ts';

type HeldOutScore = Pick<LooPoint, 'elpd' | 'mcse' | 'kHat' | 'ess'>;

export interface HeldOutScores {
  /** Of all points together: their joint density. */
  readonly joint: HeldOutScore;
  /** Of each point; mean and CRPS as in `ScoredPoints`. */
  readonly points: readonly (HeldOutScore & { readonly mean: number | null; readonly crps: number | null })[];
  /** Whether the diagnostics of the refit pass. */
  readonly pass: boolean;
}

/** @param forward of the whole model. @returns a message where a log likelihood is no number */
export function scoreHeldOut(
  forward: ForwardModel,
  points: readonly Point[],
  { draws, pass }: Refit,
  rng: Rng,
): HeldOutScores | string {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped.diagnostics[0].message;
  const count = draws.chains * draws.drawsPerChain;
  const weights = new Float64Array(count).fill(1 / count);
  const joint = new Float64Array(count);
  const scores: HeldOutScores['points'][number][] = [];
  for (const { point, logLikelihood, means, replicated } of pointDraws(
    forward,
    points,
    draws,
    mapped.map,
    rng,
  )) {
    const broken = logLikelihood.findIndex((value) => !(value < Number.POSITIVE_INFINITY));
    if (broken >= 0) return `the log likelihood of ${point.name} is ${logLikelihood[broken]}`;
    for (let draw = 0; draw < count; draw++) joint[draw] += logLikelihood[draw];
    scores.push({
      ...heldOutPoint(logLikelihood, draws.chains),
      mean: means === null ? null : mean(means),
      crps:
        replicated === null || point.observed === null ? null : crps(replicated, weights, point.observed[0]),
    });
  }
  return { joint: heldOutPoint(joint, draws.chains), points: scores, pass };
}
