/** What the draws of a fit to a past say of later steps, also given longer pasts: by weights. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { forecastPoint, heldOutPoint } from '../../diagnose/loo.ts';
import type { Rng } from '../../distributions/distribution-sampler.ts';
import type { Draws } from '../../draws/draws.ts';
import { mathLibrary } from '../../math/instance.ts';
import { crps } from '../../stats/crps.ts';
import { pointDraws } from '../leave-one-out/log-likelihood.ts';
import { weightedMean } from '../leave-one-out/score-points.ts';
import { mapAllDraws } from '../posterior-model.ts';
import type { TimeStep } from './time-steps.ts';

const { exp, log } = mathLibrary();

export interface ForecastAt {
  readonly elpd: number;
  readonly mcse: number;
  /** 0 at the past of the fit itself. */
  readonly kHat: number;
  /** How many. */
  readonly draws: number;
  /** Mean and CRPS of each point of the next step. */
  scores(rng: Rng): readonly { readonly mean: number | null; readonly crps: number | null }[];
}

export interface Forecasts {
  /** The joint density of the `ahead` steps after the first `past` ones. */
  at(past: number, ahead: number): ForecastAt;
}

type Made =
  | { readonly kind: 'ok'; readonly forecasts: Forecasts }
  | { readonly kind: 'problem'; readonly message: string };

/** Log likelihoods of all steps at all draws: 160 MB. */
const MOST_VALUES = 20_000_000;

/** @param forward of the whole model. @param fitted steps that the draws have seen */
export function createForecasts(
  forward: ForwardModel,
  steps: readonly TimeStep[],
  fitted: number,
  draws: Draws,
): Made {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return { kind: 'problem', message: mapped.diagnostics[0].message };
  const count = draws.chains * draws.drawsPerChain;
  const later = steps.slice(fitted);
  if (later.length * count > MOST_VALUES)
    return {
      kind: 'problem',
      message: `${later.length} steps at ${count} draws are too many to weigh at once: expected at most ${Math.floor(MOST_VALUES / count)} steps; begin later (\`--from\`) or keep fewer draws`,
    };
  const stepOf = new Map(later.flatMap(({ points }, s) => points.map((point) => [point, s] as const)));
  const sums = later.map(() => new Float64Array(count));
  const all = later.flatMap(({ points }) => points);
  for (const { point, logLikelihood } of pointDraws(forward, all, draws, mapped.map)) {
    const broken = logLikelihood.findIndex((value) => !(value < Number.POSITIVE_INFINITY));
    if (broken >= 0)
      return { kind: 'problem', message: `the log likelihood of ${point.name} is ${logLikelihood[broken]}` };
    const sum = sums[stepOf.get(point) ?? 0];
    for (let draw = 0; draw < count; draw++) sum[draw] += logLikelihood[draw];
  }
  const sumOf = (first: number, end: number): Float64Array => {
    const sum = new Float64Array(count);
    for (const own of sums.slice(first, end)) for (let draw = 0; draw < count; draw++) sum[draw] += own[draw];
    return sum;
  };
  return {
    kind: 'ok',
    forecasts: {
      at(past, ahead) {
        const seen = past - fitted;
        const own = sumOf(seen, seen + ahead);
        const point =
          seen === 0
            ? { ...heldOutPoint(own, draws.chains), logWeights: new Float64Array(count).fill(-log(count)) }
            : forecastPoint(own, sumOf(0, seen), draws.chains);
        const { elpd, mcse, kHat, logWeights } = point;
        return {
          elpd,
          mcse,
          kHat,
          draws: count,
          scores: (rng) => {
            const weights = logWeights.map(exp);
            const next = pointDraws(forward, later[seen].points, draws, mapped.map, rng);
            return [...next].map(({ point: { observed }, means, replicated }) => ({
              mean: means === null ? null : weightedMean(means, logWeights),
              crps: replicated === null || observed === null ? null : crps(replicated, weights, observed[0]),
            }));
          },
        };
      },
    },
  };
}
