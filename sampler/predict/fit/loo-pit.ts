/**
 * Where each observed value lies in its predictive distribution without it (LOO-PIT): exact cumulative
 * probabilities at each draw, weighted by Pareto-smoothed importance sampling.
 */
import type { LoadedData } from '../../../grammar/data.ts';
import { type ForwardModel, instantiateForward } from '../../compile/compile-forward.ts';
import { sizeOf } from '../../compile/passes/pass-program.ts';
import { looPoint } from '../../diagnose/loo.ts';
import type { Draws } from '../../draws/draws.ts';
import { mathLibrary } from '../../math/instance.ts';
import { kThreshold } from '../../stats/diagnostic-limits.ts';
import { drawnUnknowns } from '../drawn-unknowns.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { type Point, pointsOf } from '../leave-one-out/points.ts';
import { mapAllDraws } from '../posterior-model.ts';
import type { Pace } from './pace.ts';
import { type CdfAt, predictiveCdf } from './predictive-cdf.ts';

const { exp } = mathLibrary();

/** Of one datum: one entry for each value. */
export interface LooPit {
  readonly datum: string;
  readonly observed: Float64Array;
  /** P(Y < y) and P(Y <= y), without the value itself; equal for continuous values. */
  readonly below: Float64Array;
  readonly upTo: Float64Array;
  /** Values whose weights cannot be relied on. */
  readonly unreliable: number;
}

/** Cumulative probabilities computed in all. */
const MOST_EVALUATIONS = 1_200_000;
const LEAST_DRAWS = 400;
/** The error of a probability from so many draws is far below what a test of the values can tell. */
const MOST_DRAWS = 8000;
/** Numbers held at once. */
const MOST_VALUES = 2_000_000;

/** @param forward compiled with log likelihoods. @param most values of a datum. @returns null where it was stopped */
export async function looPits(
  forward: ForwardModel,
  data: LoadedData,
  draws: Draws,
  most: number,
  pace: Pace,
): Promise<readonly LooPit[] | null> {
  const all = mapAllDraws(forward, draws);
  if (all.kind === 'invalid') return [];
  const { points } = pointsOf(forward, data, observedValues(forward, draws, all.map));
  const found: LooPit[] = [];
  for (const datum of new Set(points.map((point) => point.datum))) {
    if (!data.arrays.has(datum) || drawnUnknowns(forward, datum).length > 0) continue;
    const own = points.filter((point) => point.datum === datum && point.observed?.length === 1);
    const chosen = evenly(own, most);
    if (chosen.length === 0) continue;
    const count = Math.min(MOST_DRAWS, Math.max(LEAST_DRAWS, Math.floor(MOST_EVALUATIONS / chosen.length)));
    const pit = await pitOf(forward, datum, chosen, thinned(draws, count), pace);
    if (pit === 'stopped') return null;
    if (pit !== null) found.push(pit);
  }
  return found;
}

function evenly<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, i) => values[Math.floor(((i + 0.5) * values.length) / most)]);
}

/** About so many draws, equally many of each chain. */
function thinned(draws: Draws, count: number): Draws {
  const { names, chains, drawsPerChain, values } = draws;
  const step = Math.max(1, Math.ceil((chains * drawsPerChain) / count));
  if (step === 1) return draws;
  const kept = Math.floor(drawsPerChain / step);
  const width = names.length;
  const chosen = new Float64Array(chains * kept * width);
  for (let chain = 0; chain < chains; chain++) {
    for (let draw = 0; draw < kept; draw++) {
      const from = (chain * drawsPerChain + draw * step) * width;
      chosen.set(values.subarray(from, from + width), (chain * kept + draw) * width);
    }
  }
  return { names, chains, drawsPerChain: kept, values: chosen };
}

/** Null where a value has no cumulative probability, or no weights. */
async function pitOf(
  forward: ForwardModel,
  datum: string,
  points: readonly Point[],
  draws: Draws,
  pace: Pace,
): Promise<LooPit | 'stopped' | null> {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return null;
  const instance = instantiateForward(forward);
  const sources = forward.observations.map(({ logLikelihood, distribution, shape }) => ({
    logLikelihood: logLikelihood === null ? null : instance.read(logLikelihood),
    cdf: predictiveCdf(distribution, sizeOf(shape), instance.read),
  }));
  if (points.some(({ observation }) => sources[observation].cdf === null)) return null;
  const count = draws.chains * draws.drawsPerChain;
  const width = Math.max(1, Math.min(points.length, Math.floor(MOST_VALUES / count)));
  const block = () => Array.from({ length: width }, () => new Float64Array(count));
  const [logLikelihoods, belows, upTos] = [block(), block(), block()];
  const observed = Float64Array.from(points, (point) => point.observed?.[0] ?? Number.NaN);
  const below = new Float64Array(points.length);
  const upTo = new Float64Array(points.length);
  const threshold = kThreshold(count);
  let unreliable = 0;
  for (let first = 0; first < points.length; first += width) {
    const slice = points.slice(first, first + width);
    for (let draw = 0; draw < count; draw++) {
      if (await pace.isStopped()) return 'stopped';
      mapped.map.copy(draw, instance.inputs);
      instance.run('rest');
      for (const [i, { observation, position }] of slice.entries()) {
        const { logLikelihood, cdf } = sources[observation];
        logLikelihoods[i][draw] = logLikelihood?.[position] ?? Number.NaN;
        const [lower, upper] = bothSides(cdf as CdfAt, position, observed[first + i]);
        belows[i][draw] = lower;
        upTos[i][draw] = upper;
      }
    }
    for (let i = 0; i < slice.length; i++) {
      if (await pace.isStopped()) return 'stopped';
      if (!logLikelihoods[i].every(Number.isFinite)) return null;
      const { logWeights, kHat } = looPoint(logLikelihoods[i], draws.chains);
      if (!(kHat <= threshold)) unreliable++;
      below[first + i] = weighted(belows[i], logWeights);
      upTo[first + i] = weighted(upTos[i], logWeights);
    }
  }
  return { datum, observed, below, upTo, unreliable };
}

function bothSides(cdf: CdfAt, position: number, y: number): readonly [number, number] {
  const upper = cdf.upTo(position, y);
  return [cdf.isContinuous && y !== 0 ? upper : cdf.below(position, y), upper];
}

function weighted(values: Float64Array, logWeights: Float64Array): number {
  let sum = 0;
  for (let draw = 0; draw < values.length; draw++) sum += exp(logWeights[draw]) * values[draw];
  return sum;
}
