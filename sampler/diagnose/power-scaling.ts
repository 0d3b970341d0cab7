/**
 * Power-scaling sensitivity (Kallioinen et al. 2023), as ArviZ's `psense`: how fast the posterior of a quantity moves
 * as a part of the density, its prior or its likelihood, is raised to a power α. The posteriors at α = 0.99 and 1.01
 * are those of the draws with smoothed importance weights; no refit.
 */
import { mathLibrary } from '../math/instance.ts';
import type { SensitivityFinding } from '../report/sensitivity-report.ts';
import { sortedOrder } from '../stats/argsort.ts';
import { weightedDistance } from '../stats/cumulative-jensen-shannon.ts';
import { psis } from '../stats/psis.ts';
import { essOf } from './ess.ts';

const { exp } = mathLibrary();

const ALPHAS = [0.99, 1.01] as const;

/** From here on a posterior is called sensitive, as in the paper. */
export const SENSITIVE = 0.05;

/** The draws' weights at each α. */
export interface PowerScaled {
  readonly weights: readonly { readonly alpha: number; readonly weights: Float64Array }[];
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
    const smoothed = psis(logRatios, relativeEfficiency ?? efficiencyOf(logRatios, chains));
    return { alpha, weights: smoothed.logWeights.map(exp), kHat: smoothed.kHat };
  });
  return { weights: scaled, kHat: Math.max(...scaled.map(({ kHat }) => kHat)) };
}

/** One quantity's sensitivity to each part; null where it is constant. */
export function sensitivities(
  draws: Float64Array,
  parts: readonly PowerScaled[],
): readonly (number | null)[] {
  const order = sortedOrder(draws);
  return parts.map(({ weights }) => {
    let sum = 0;
    for (const { alpha, weights: own } of weights) {
      sum += weightedDistance(draws, order, own) / Math.abs(Math.log2(alpha));
    }
    const mean = sum / weights.length;
    return Number.isFinite(mean) ? mean : null;
  });
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
