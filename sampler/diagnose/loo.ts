/**
 * Leave-one-out cross-validation by Pareto-smoothed importance sampling (Vehtari, Gelman and Gabry
 * 2017), as in R's loo, from the pointwise log likelihood of the draws; no refit.
 */
import { mathLibrary } from '../math/instance.ts';
import { kThreshold } from '../stats/diagnostic-limits.ts';
import { mean, variance } from '../stats/moments.ts';
import { psis } from '../stats/psis.ts';
import { essOf } from './ess.ts';

const { exp, log, probit } = mathLibrary();

/** `values[(chain * drawsPerChain + draw) * observations + i]` is log p(yᵢ | draw). */
export interface LogLikelihood {
  readonly observations: number;
  readonly chains: number;
  readonly drawsPerChain: number;
  readonly values: Float64Array;
}

export interface Loo {
  /** Expected log pointwise predictive density and its standard error over the observations. */
  readonly elpd: number;
  readonly se: number;
  /** Effective number of parameters: the in-sample density's excess over the cross-validated one. */
  readonly pLoo: number;
  /** Monte Carlo error of `elpd`; null where a k̂ is above the threshold, which makes it meaningless. */
  readonly mcse: number | null;
  /** Per observation. */
  readonly pointwise: {
    readonly elpd: Float64Array;
    readonly mcse: Float64Array;
    readonly kHat: Float64Array;
    readonly ess: Float64Array;
  };
  /** Estimates with k̂ above this are unreliable, at this number of draws. */
  readonly kThreshold: number;
  /** Observations whose k̂ is above the threshold, worst first. */
  readonly unreliable: readonly number[];
}

/** Leave-one-out predictive density of one observation. */
export interface LooPoint {
  readonly elpd: number;
  /** Log predictive density with the observation among the data. */
  readonly inSample: number;
  readonly mcse: number;
  readonly kHat: number;
  readonly ess: number;
  /** Smoothed, normalised log weights of the draws, for expectations under the posterior without the observation. */
  readonly logWeights: Float64Array;
  /** Effective over actual number of draws. */
  readonly relativeEfficiency: number;
}

/** What is kept of each observation. */
export type LooScore = Omit<LooPoint, 'logWeights' | 'relativeEfficiency'>;

export function loo(logLikelihood: LogLikelihood): Loo {
  const { observations, chains, drawsPerChain } = logLikelihood;
  const points = Array.from({ length: observations }, (_, i) => {
    return looPoint(observation(logLikelihood, i), chains);
  });
  return looOfPoints(points, chains * drawsPerChain);
}

/** @param own log likelihood of the observation at each draw, chain by chain; finite. */
export function looPoint(own: Float64Array, chains: number): LooPoint {
  const draws = own.length;
  const relativeEfficiency = efficiencyOf(own, chains);
  const weights = psis(
    own.map((value) => -value),
    relativeEfficiency,
  );
  const elpd = logSumExp(own.map((value, draw) => value + weights.logWeights[draw]));
  return {
    elpd,
    inSample: logSumExp(own) - log(draws),
    mcse: errorOfElpd(own, weights.logWeights, elpd, relativeEfficiency),
    kHat: weights.kHat,
    ess: weights.ess,
    logWeights: weights.logWeights,
    relativeEfficiency,
  };
}

/** Of the likelihood, whose logarithm is given: effective over actual number of draws. */
function efficiencyOf(own: Float64Array, chains: number): number {
  // Divided by the highest: ESS does not depend on the scale, and a very small density would underflow.
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of own) if (value > highest) highest = value;
  const ess = essOf(
    own.map((value) => exp(value - highest)),
    chains,
  );
  // Chains too short for an estimate count as independent draws, as in R's loo.
  return Number.isNaN(ess) ? 1 : ess / own.length;
}

/** An observation whose draws were moved; `logRatio` is the negative of its log likelihood at them. */
interface MovedDraws {
  readonly logRatio: Float64Array;
  readonly logWeights: Float64Array;
  readonly kHat: number;
  readonly ess: number;
}

/** Of an observation after moment matching. The half of the draws that was moved is less alike than it looks. */
export function matchedPoint(
  { inSample }: Pick<LooPoint, 'inSample'>,
  { logRatio, logWeights, kHat, ess }: MovedDraws,
  chains: number,
): LooScore {
  const own = logRatio.map((value) => -value);
  const elpd = logSumExp(own.map((value, draw) => value + logWeights[draw]));
  const half = own.length >> 1;
  const ofHalf = chains % 2 === 0 ? chains / 2 : 1;
  const efficiency = Math.min(
    efficiencyOf(own.slice(0, half), ofHalf),
    efficiencyOf(own.slice(own.length - half), ofHalf),
  );
  return { elpd, inSample, mcse: errorOfElpd(own, logWeights, elpd, efficiency), kHat, ess };
}

/**
 * Of an observation that the draws have not seen, by an exact refit without it: their weights are equal, k̂ is 0.
 *
 * @param own log likelihood at each draw, chain by chain; −∞ where the draw rules the observation out.
 */
export function heldOutPoint(
  own: Float64Array,
  chains: number,
): Pick<LooPoint, 'elpd' | 'mcse' | 'kHat' | 'ess'> {
  const draws = own.length;
  const elpd = logSumExp(own) - log(draws);
  const relative = own.map((value) => exp(value - elpd));
  const estimated = elpd === Number.NEGATIVE_INFINITY ? Number.NaN : essOf(relative, chains);
  const ess = Number.isNaN(estimated) ? draws : estimated;
  const mcse = errorOfElpd(own, new Float64Array(draws).fill(-log(draws)), elpd, ess / draws);
  return { elpd, mcse, kHat: 0, ess };
}

/**
 * Of what lies ahead of draws that have seen less than all of the past: they are weighted to the past first.
 *
 * @param own log likelihood of what is ahead at each draw, chain by chain. @param past of what they have not seen
 */
export function forecastPoint(
  own: Float64Array,
  past: Float64Array,
  chains: number,
): Pick<LooPoint, 'elpd' | 'mcse' | 'kHat' | 'logWeights'> {
  const relativeEfficiency = efficiencyOf(past, chains);
  const { logWeights, kHat } = psis(past, relativeEfficiency);
  const elpd = logSumExp(own.map((value, draw) => value + logWeights[draw]));
  return { elpd, mcse: errorOfElpd(own, logWeights, elpd, relativeEfficiency), kHat, logWeights };
}

export function looOfPoints(points: readonly LooScore[], draws: number): Loo {
  const observations = points.length;
  const column = (of: (point: LooScore) => number) => Float64Array.from(points, of);
  const elpd = column((point) => point.elpd);
  const mcse = column((point) => point.mcse);
  const kHat = column((point) => point.kHat);
  const threshold = kThreshold(draws);
  const unreliable = [...kHat.keys()]
    .filter((i) => !(kHat[i] <= threshold))
    .sort((a, b) => kHat[b] - kHat[a] || a - b);
  const total = mean(elpd) * observations;
  return {
    elpd: total,
    se: observations > 1 ? Math.sqrt(observations * variance(elpd)) : Number.NaN,
    pLoo: points.reduce((sum, { inSample }) => sum + inSample, 0) - total,
    mcse: unreliable.length > 0 ? null : Math.sqrt(mcse.reduce((sum, error) => sum + error * error, 0)),
    pointwise: { elpd, mcse, kHat, ess: column((point) => point.ess) },
    kThreshold: threshold,
    unreliable,
  };
}

function observation(logLikelihood: LogLikelihood, i: number): Float64Array {
  const { observations, values } = logLikelihood;
  const own = new Float64Array(values.length / observations);
  for (let draw = 0; draw < own.length; draw++) own[draw] = values[draw * observations + i];
  return own;
}

function logSumExp(values: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > highest) highest = value;
  if (highest === Number.NEGATIVE_INFINITY) return highest;
  let sum = 0;
  for (const value of values) sum += exp(value - highest);
  return highest + log(sum);
}

const NORMAL_POINTS = 1000;

/**
 * Monte Carlo error of one log predictive density: the error of the weighted mean of the likelihood,
 * taken as normal and carried through the logarithm at a thousand quantiles, as in loo.
 */
function errorOfElpd(
  own: Float64Array,
  logWeights: Float64Array,
  elpd: number,
  relativeEfficiency: number,
): number {
  // Relative to the density, which may itself underflow.
  let squared = 0;
  for (let draw = 0; draw < own.length; draw++) {
    squared += exp(2 * logWeights[draw]) * (exp(own[draw] - elpd) - 1) ** 2;
  }
  const error = Math.sqrt(squared);
  const logs: number[] = [];
  for (let r = 1; r <= NORMAL_POINTS; r++) {
    const z = 1 + error * probit((r - 3 / 8) / (NORMAL_POINTS + 1 / 4));
    if (z > 0) logs.push(log(z));
  }
  return Math.sqrt(variance(Float64Array.from(logs)) / relativeEfficiency);
}
