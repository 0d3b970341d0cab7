/**
 * Bridge sampling: the integral of an unnormalised density from draws of it and of a normalised proposal
 * (Meng and Wong 1996; the optimal bridge by iteration as in Gronau et al. 2017, equation 15, with the relative
 * error of Frühwirth-Schnatter 2004).
 */

import { exp, log } from '../math/elementary.ts';

interface BridgeDraws {
  /** Unnormalised log density of the target, and log density of the proposal, at each draw. */
  readonly logTarget: Float64Array;
  readonly logProposal: Float64Array;
}

export interface BridgeEstimate {
  readonly logIntegral: number;
  /** Standard error of the integral over the integral; infinite where the two hardly overlap. */
  readonly relativeError: number;
}

const ITERATIONS = 1000;
const TOLERANCE = 1e-10;

/** How far draws of the target depend on each other; by default they are independent. */
interface Dependence {
  /** So many independent draws weigh as much in the bridge. */
  readonly effective: number;
  /** Effective draws of a quantity of each draw. */
  effectiveOf(values: Float64Array): number;
}

/** Draws without a finite target density count as mass that the proposal wastes. */
export function bridgeSampling(
  fromTarget: BridgeDraws,
  fromProposal: BridgeDraws,
  dependence: Dependence | null = null,
): BridgeEstimate {
  const ratiosTarget = ratiosOf(fromTarget);
  const ratiosProposal = ratiosOf(fromProposal);
  const shift = median(ratiosTarget);
  const n1 = dependence?.effective ?? ratiosTarget.length;
  const n2 = ratiosProposal.length;
  const share1 = n1 / (n1 + n2);
  const share2 = n2 / (n1 + n2);
  let logRatio = 0;
  for (let i = 0; i < ITERATIONS; i++) {
    const r = exp(logRatio);
    // Both sums divided by the target's ratio where that is large, so that nothing overflows.
    const above = mean(ratiosProposal, (l) => 1 / (share1 + share2 * r * exp(shift - l)));
    const below = mean(ratiosTarget, (l) => 1 / (share1 * exp(l - shift) + share2 * r));
    const next = log(above) - log(below);
    const change = Math.abs(next - logRatio);
    logRatio = next;
    if (!(change > TOLERANCE * Math.max(1, Math.abs(next)))) break;
  }
  // With f1 = share1 · p/(share1 p + share2 q) and f2 likewise, at the draws of the other.
  const posterior = (l: number) => 1 / (share1 + share2 * exp(logRatio + shift - l));
  const proposal = (l: number) => 1 / (share1 * exp(l - shift - logRatio) + share2);
  const atTarget = ratiosTarget.map(proposal);
  const independent = dependence?.effectiveOf(atTarget) ?? ratiosTarget.length;
  const relative =
    squaredVariation(ratiosProposal, posterior) / n2 + squaredVariation(ratiosTarget, proposal) / independent;
  return {
    logIntegral: logRatio + shift,
    relativeError:
      Number.isFinite(logRatio) && Number.isFinite(relative) ? Math.sqrt(relative) : Number.POSITIVE_INFINITY,
  };
}

function ratiosOf({ logTarget, logProposal }: BridgeDraws): Float64Array {
  return logTarget.map((target, i) => {
    const ratio = target - logProposal[i];
    return Number.isNaN(ratio) ? Number.NEGATIVE_INFINITY : ratio;
  });
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  return sorted[sorted.length >> 1];
}

function mean(values: Float64Array, f: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += f(value);
  return sum / values.length;
}

/** The squared coefficient of variation of f over the draws. */
function squaredVariation(values: Float64Array, f: (value: number) => number): number {
  const at = mean(values, f);
  return mean(values, (value) => (f(value) - at) ** 2) / at ** 2;
}
