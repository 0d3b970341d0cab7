/**
 * Leave-one-out cross-validation by Pareto-smoothed importance sampling (Vehtari, Gelman and Gabry
 * 2017), as in R's loo, from the pointwise log likelihood of the draws; no refit.
 */
import { mathLibrary } from '../math/instance.ts';
import { mean, variance } from '../stats/moments.ts';
import { kThreshold, psis } from '../stats/psis.ts';
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
  /** Monte Carlo error of `elpd`; null where a k̂ is above the threshold, for then it means nothing. */
  readonly mcse: number | null;
  /** Per observation. */
  readonly pointwise: {
    readonly elpd: Float64Array;
    readonly mcse: Float64Array;
    readonly kHat: Float64Array;
    readonly ess: Float64Array;
  };
  /** k̂ above this cannot be trusted with this number of draws. */
  readonly kThreshold: number;
  /** Observations whose k̂ is above the threshold, worst first. */
  readonly unreliable: readonly number[];
}

export function loo(logLikelihood: LogLikelihood): Loo {
  const { observations, chains, drawsPerChain } = logLikelihood;
  const draws = chains * drawsPerChain;
  const elpd = new Float64Array(observations);
  const mcse = new Float64Array(observations);
  const kHat = new Float64Array(observations);
  const ess = new Float64Array(observations);
  let inSample = 0;
  for (let i = 0; i < observations; i++) {
    const own = observation(logLikelihood, i);
    const relativeEfficiency = essOf(own.map(exp), chains) / draws;
    const weights = psis(
      own.map((value) => -value),
      relativeEfficiency,
    );
    elpd[i] = logSumExp(own.map((value, draw) => value + weights.logWeights[draw]));
    mcse[i] = errorOfElpd(own, weights.logWeights, elpd[i], relativeEfficiency);
    kHat[i] = weights.kHat;
    ess[i] = weights.ess;
    inSample += logSumExp(own) - log(draws);
  }
  const threshold = kThreshold(draws);
  const unreliable = [...kHat.keys()]
    .filter((i) => !(kHat[i] <= threshold))
    .sort((a, b) => kHat[b] - kHat[a]);
  const total = mean(elpd) * observations;
  return {
    elpd: total,
    se: observations > 1 ? Math.sqrt(observations * variance(elpd)) : Number.NaN,
    pLoo: inSample - total,
    mcse: unreliable.length > 0 ? null : Math.sqrt(mcse.reduce((sum, error) => sum + error * error, 0)),
    pointwise: { elpd, mcse, kHat, ess },
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
  const density = exp(elpd);
  let squared = 0;
  for (let draw = 0; draw < own.length; draw++) {
    squared += exp(2 * logWeights[draw]) * (exp(own[draw]) - density) ** 2;
  }
  const error = Math.sqrt(squared);
  const logs: number[] = [];
  for (let r = 1; r <= NORMAL_POINTS; r++) {
    const z = density + error * probit((r - 3 / 8) / (NORMAL_POINTS + 1 / 4));
    if (z > 0) logs.push(log(z));
  }
  return Math.sqrt(variance(Float64Array.from(logs)) / relativeEfficiency);
}
