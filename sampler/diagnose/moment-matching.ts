/**
 * Moment matching for importance sampling (Paananen, Piironen, Bürkner and Vehtari 2021), as R's `loo_moment_match`:
 * where the weights of draws cannot be relied on, the draws are moved by an affine map to where the weights say that
 * the target lies, as long as Pareto k falls. No refit.
 */
import { type AffineMap, applyMap, compose, identityAt } from '../infer/affine-map.ts';
import { meanOf } from '../infer/gaussian.ts';
import { type MatchedMoments, matchedMoments, matchingMap } from '../infer/match-moments.ts';
import { mathLibrary } from '../math/instance.ts';
import { psis } from '../stats/psis.ts';
import { splitProposal } from './split-proposal.ts';

const { exp } = mathLibrary();

/** Draws and what they are weighted to. */
export interface WeightedTo {
  /** Unconstrained, chain by chain. */
  readonly positions: readonly Float64Array[];
  /** Log density of what they are draws of, at each of them. */
  readonly logDensities: Float64Array;
  logDensity(positions: readonly Float64Array[]): Float64Array;
  /** Log density of the target less that of what they are draws of. */
  logRatio(positions: readonly Float64Array[]): Float64Array;
}

interface MatchingOptions {
  /** Highest k̂ that can be relied on. */
  readonly threshold: number;
  /** Effective over actual number of draws. */
  readonly relativeEfficiency: number;
  /** Half of the draws stay where they are, so that both the target and a function of its draws are covered. */
  readonly split: boolean;
}

interface Matched {
  readonly positions: readonly Float64Array[];
  /** At the new positions. */
  readonly logRatio: Float64Array;
  /** Smoothed and normalised. */
  readonly logWeights: Float64Array;
  readonly kHat: number;
  readonly ess: number;
  /** What was matched, in turn; none where nothing lowers k̂. */
  readonly steps: readonly MatchedMoments[];
}

const MOST_STEPS = 30;
/** A covariance takes at least so many draws for each coordinate. */
const DRAWS_PER_COORDINATE = 10;

export function matchMoments(
  target: WeightedTo,
  { threshold, relativeEfficiency, split }: MatchingOptions,
): Matched {
  const { positions, logDensities } = target;
  const n = positions[0].length;
  const tried = matchedMoments.filter(
    (moments) => moments !== 'covariance' || positions.length >= DRAWS_PER_COORDINATE * n,
  );
  const logRatio = target.logRatio(positions);
  let best: Placed = { positions, logRatio, ...psis(logRatio, relativeEfficiency) };
  let total: AffineMap = identityAt(meanOf(positions, n));
  const steps: MatchedMoments[] = [];
  const better = (): boolean => {
    const weights = best.logWeights.map(exp);
    for (const moments of tried) {
      const map = matchingMap(moments, best.positions, weights);
      if (map === null) continue;
      const moved = best.positions.map((position) => applyMap(map, position));
      const placed = weigh(target, moved, logDensities, relativeEfficiency);
      if (placed === null || !(placed.kHat < best.kHat)) continue;
      best = placed;
      total = compose(map, total);
      steps.push(moments);
      return true;
    }
    return false;
  };
  while (steps.length < MOST_STEPS && best.kHat > threshold && better());
  const { kHat } = best;
  if (!split || steps.length === 0) return { ...best, kHat, steps };
  const proposed = splitProposal(target, total);
  return { ...proposed, ...psis(proposed.logWeights, relativeEfficiency), kHat, steps };
}

interface Placed {
  readonly positions: readonly Float64Array[];
  readonly logRatio: Float64Array;
  readonly logWeights: Float64Array;
  readonly kHat: number;
  readonly ess: number;
}

/** Null where a weight is unknown, as where the target has no density, or none is finite. */
function weigh(
  target: WeightedTo,
  positions: readonly Float64Array[],
  before: Float64Array,
  relativeEfficiency: number,
): Placed | null {
  const density = target.logDensity(positions);
  const logRatio = target.logRatio(positions);
  const ratios = density.map((value, draw) => logRatio[draw] + value - before[draw]);
  if (ratios.some((ratio) => !(ratio < Number.POSITIVE_INFINITY))) return null;
  if (ratios.every((ratio) => ratio === Number.NEGATIVE_INFINITY)) return null;
  return { positions, logRatio, ...psis(ratios, relativeEfficiency) };
}
