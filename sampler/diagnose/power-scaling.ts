/**
 * Power-scaling sensitivity (Kallioinen et al. 2023), as ArviZ's `psense`: how fast the posterior of a quantity moves
 * as a part of the density, its prior or its likelihood, is raised to a power α. The posteriors at α = 0.99 and 1.01
 * are those of the draws with smoothed importance weights; no refit.
 */
import type { Draws } from '../draws/draws.ts';
import { mathLibrary } from '../math/instance.ts';
import type { SensitivityFinding } from '../report/sensitivity-report.ts';
import { sortedOrder } from '../stats/argsort.ts';
import { distanceToOthers, weightedDistance } from '../stats/cumulative-jensen-shannon.ts';
import { psis } from '../stats/psis.ts';
import { essOf } from './ess.ts';
import { matchMoments } from './moment-matching.ts';

const { exp } = mathLibrary();

const ALPHAS = [0.99, 1.01] as const;

/** From here on a posterior is called sensitive, as in the paper. */
export const SENSITIVE = 0.05;

/** The draws' weights at an α. */
interface ScaledWeights {
  readonly alpha: number;
  readonly weights: Float64Array;
  readonly kHat: number;
  readonly relativeEfficiency: number;
  /** The draws that the weights are of, where they were moved. */
  readonly moved?: Draws;
}

export interface PowerScaled {
  readonly weights: readonly ScaledWeights[];
  /** The larger Pareto k of the two. */
  readonly kHat: number;
}

/** @param logDensity of the part, at each draw, chain by chain; finite. */
export function powerScale(
  logDensity: Float64Array,
  chains: number,
  relativeEfficiency?: number,
): PowerScaled {
  const scaled = ALPHAS.map((alpha) => {
    const logRatios = logDensity.map((value) => (alpha - 1) * value);
    const efficiency = relativeEfficiency ?? efficiencyOf(logRatios, chains);
    const { logWeights, kHat } = psis(logRatios, efficiency);
    return { alpha, weights: logWeights.map(exp), kHat, relativeEfficiency: efficiency };
  });
  return together(scaled);
}

function together(weights: readonly ScaledWeights[]): PowerScaled {
  return { weights, kHat: Math.max(...weights.map(({ kHat }) => kHat)) };
}

/** The posterior that the draws are of, and where else its quantities can be had. */
interface MovablePosterior {
  readonly positions: readonly Float64Array[];
  readonly logDensities: Float64Array;
  logDensity(positions: readonly Float64Array[]): Float64Array;
  draws(positions: readonly Float64Array[]): Draws;
}

/**
 * Moves the draws at each α whose k̂ is above the threshold, as long as it falls.
 *
 * @param partAt log density of the part at draws
 */
export function matchScaled(
  part: PowerScaled,
  posterior: MovablePosterior,
  partAt: (draws: Draws) => Float64Array,
  threshold: number,
): PowerScaled {
  return together(
    part.weights.map((own): ScaledWeights => {
      const { alpha, kHat, relativeEfficiency } = own;
      if (kHat <= threshold) return own;
      const matched = matchMoments(
        {
          ...posterior,
          logRatio: (positions) => partAt(posterior.draws(positions)).map((value) => (alpha - 1) * value),
        },
        { threshold, relativeEfficiency, split: false },
      );
      if (matched.steps.length === 0) return own;
      return {
        ...own,
        weights: matched.logWeights.map(exp),
        kHat: matched.kHat,
        moved: posterior.draws(matched.positions),
      };
    }),
  );
}

/** One quantity's sensitivity to each part; null where it is constant. @param name among draws that were moved */
export function sensitivities(
  draws: Float64Array,
  parts: readonly PowerScaled[],
  name = '',
): readonly (number | null)[] {
  const order = sortedOrder(draws);
  return parts.map(({ weights }) => {
    let sum = 0;
    for (const { alpha, weights: own, moved } of weights) {
      const distance =
        moved === undefined
          ? weightedDistance(draws, order, own)
          : distanceToOthers(draws, columnOf(moved, name), own);
      sum += distance / Math.abs(Math.log2(alpha));
    }
    const mean = sum / weights.length;
    return Number.isFinite(mean) ? mean : null;
  });
}

function columnOf({ names, values }: Draws, name: string): Float64Array {
  const width = names.length;
  const column = names.indexOf(name);
  return Float64Array.from({ length: values.length / width }, (_, draw) => values[draw * width + column]);
}

/** Null if nothing is to be said. */
export function diagnose(prior: number | null, likelihood: number | null): SensitivityFinding | null {
  if (prior === null || likelihood === null || prior < SENSITIVE) return null;
  return likelihood >= SENSITIVE ? 'prior_data_conflict' : 'strong_prior';
}

/** Chains too short for an estimate count as independent draws. */
function efficiencyOf(logRatios: Float64Array, chains: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of logRatios) if (value > highest) highest = value;
  const ess = essOf(
    logRatios.map((value) => exp(value - highest)),
    chains,
  );
  return Number.isNaN(ess) ? 1 : ess / logRatios.length;
}
