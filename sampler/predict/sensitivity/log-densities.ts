/** Log prior of each statement and log likelihood at every draw of a run, computed when asked. */
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { type ForwardModel, instantiateForward } from '../../compile/compile-forward.ts';
import type { Draws } from '../../draws/draws.ts';
import type { Pace } from '../fit/pace.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { type Points, pointsOf } from '../leave-one-out/points.ts';
import { mapAllDraws } from '../posterior-model.ts';

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
  const sources = forward.deterministics.map((quantity) => instance.read(quantity));
  const ofPoints = forward.observations.map(({ logLikelihood }) => {
    if (logLikelihood === null) throw new Error('the forward model was compiled without log likelihoods');
    return instance.read(logLikelihood);
  });
  const priors = sources.map(() => new Float64Array(count));
  const likelihood = points.points.length === 0 ? null : new Float64Array(count);
  for (let draw = 0; draw < count; draw++) {
    if (await pace.isStopped()) return { kind: 'stopped' };
    map.copy(draw, instance.inputs);
    instance.run('rest');
    for (const [k, source] of sources.entries()) priors[k][draw] = source[0];
    if (likelihood === null) continue;
    let sum = 0;
    for (const { observation, position } of points.points) sum += ofPoints[observation][position];
    likelihood[draw] = sum;
  }
  return { kind: 'ok', densities: { priors, likelihood, points } };
}
