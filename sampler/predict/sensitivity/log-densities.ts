/** Log prior of each statement and log likelihood at every draw of a run, computed when asked. */
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { type ForwardModel, instantiateForward } from '../../compile/compile-forward.ts';
import type { Draws } from '../../draws/draws.ts';
import type { Pace } from '../fit/pace.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { type Points, pointsOf } from '../leave-one-out/points.ts';
import { mapAllDraws } from '../posterior-model.ts';

/** Of some prior statements, or of the likelihood, summed. */
export type ScaledPart =
  | { readonly kind: 'priors'; readonly statements: readonly number[] }
  | { readonly kind: 'likelihood'; readonly points: Points };

/** At any draws of the model's unknowns. */
export function partDensity(forward: ForwardModel, part: ScaledPart, draws: Draws): Float64Array {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') throw new Error('the draws are of other unknowns than the model');
  const instance = instantiateForward(forward);
  const read = readersOf(forward, instance);
  return Float64Array.from({ length: draws.chains * draws.drawsPerChain }, (_, draw) => {
    mapped.map.copy(draw, instance.inputs);
    instance.run('rest');
    return part.kind === 'likelihood'
      ? read.likelihood(part.points)
      : part.statements.reduce((sum, k) => sum + read.prior(k), 0);
  });
}

function readersOf(forward: ForwardModel, instance: ReturnType<typeof instantiateForward>) {
  const priors = forward.deterministics.map((quantity) => instance.read(quantity));
  const ofPoints = forward.observations.map(({ logLikelihood }) => {
    if (logLikelihood === null) throw new Error('the forward model was compiled without log likelihoods');
    return instance.read(logLikelihood);
  });
  return {
    prior: (k: number) => priors[k][0],
    likelihood: ({ points }: Points) =>
      points.reduce((sum, { observation, position }) => sum + ofPoints[observation][position], 0),
  };
}

interface LogDensities {
  /** Of each prior statement, at each draw, chain by chain. */
  readonly priors: readonly Float64Array[];
  /** The sum over the observed points; null where there is none. */
  readonly likelihood: Float64Array | null;
  readonly points: Points;
}

type LogDensitiesResult =
  | { readonly kind: 'ok'; readonly densities: LogDensities }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'stopped' };

/** @param forward of `withPriorDensities`, compiled with log likelihoods. */
export async function logDensities(
  forward: ForwardModel,
  data: LoadedData,
  draws: Draws,
  pace: Pace,
): Promise<LogDensitiesResult> {
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const { map } = mapped;
  const count = draws.chains * draws.drawsPerChain;
  const points = pointsOf(forward, data, observedValues(forward, draws, map));
  const instance = instantiateForward(forward);
  const read = readersOf(forward, instance);
  const priors = forward.deterministics.map(() => new Float64Array(count));
  const likelihood = points.points.length === 0 ? null : new Float64Array(count);
  for (let draw = 0; draw < count; draw++) {
    if (await pace.isStopped()) return { kind: 'stopped' };
    map.copy(draw, instance.inputs);
    instance.run('rest');
    for (const [k, own] of priors.entries()) own[draw] = read.prior(k);
    if (likelihood !== null) likelihood[draw] = read.likelihood(points);
  }
  return { kind: 'ok', densities: { priors, likelihood, points } };
}
