/** Log likelihoods and predictive means of points at the draws of a run, computed slice by slice. */
import { type ForwardModel, instantiateForward } from '../../compile/compile-forward.ts';
import type { OutputDistribution } from '../../compile/compiled-model.ts';
import { createDrawer } from '../../compile/draw-distribution.ts';
import { sizeOf } from '../../compile/passes/pass-program.ts';
import type { Rng } from '../../distributions/distribution-sampler.ts';
import { samplers } from '../../distributions/index.ts';
import type { Draws } from '../../draws/draws.ts';
import type { DrawMap } from '../posterior-model.ts';
import type { Point } from './points.ts';
import { predictiveMean } from './predictive-mean.ts';

/** Numbers in memory at once: 32 MB of log likelihoods and as many of means. */
const MOST_VALUES = 4_000_000;

interface PointDraws {
  readonly point: Point;
  /** One for each draw, chain by chain. */
  readonly logLikelihood: Float64Array;
  /** Mean of the point's distribution at each draw; null where it has no closed form. */
  readonly means: Float64Array | null;
  /** A value drawn at each draw; null of vectors and labels, or without randomness. */
  readonly replicated: Float64Array | null;
}

/** Every point in turn. The arrays are reused for later points. */
export function* pointDraws(
  model: ForwardModel,
  points: readonly Point[],
  draws: Draws,
  { copy }: DrawMap,
  rng: Rng | null = null,
): Generator<PointDraws> {
  const count = draws.chains * draws.drawsPerChain;
  const instance = instantiateForward(model);
  const sources = model.observations.map(({ logLikelihood, distribution, shape, datum }) => {
    if (logLikelihood === null) throw new Error('the forward model was compiled without log likelihoods');
    const mean = predictiveMean(distribution, sizeOf(shape), instance.read);
    const count = sizeOf(shape);
    const isNumber = rng !== null && sizeOf(datum.shape) === count && !isLabels(distribution);
    const drawable = isNumber ? createDrawer(distribution, count, instance.read) : null;
    const drawer = drawable?.kind === 'ok' ? drawable.drawer : null;
    return { logLikelihood: instance.read(logLikelihood), mean, drawer };
  });
  const width = Math.max(1, Math.min(points.length, Math.floor(MOST_VALUES / count)));
  const logLikelihoods = Array.from({ length: width }, () => new Float64Array(count));
  const means = Array.from({ length: width }, () => new Float64Array(count));
  const replicated = Array.from({ length: rng === null ? 0 : width }, () => new Float64Array(count));
  const drawn = new Float64Array(1);
  for (let first = 0; first < points.length; first += width) {
    const slice = points.slice(first, first + width);
    for (let draw = 0; draw < count; draw++) {
      copy(draw, instance.inputs);
      instance.run('rest');
      for (const [i, { observation, position }] of slice.entries()) {
        const { logLikelihood, mean, drawer } = sources[observation];
        logLikelihoods[i][draw] = logLikelihood[position];
        if (mean !== null) means[i][draw] = mean(position);
        if (drawer === null || rng === null) continue;
        drawer(position, rng, drawn);
        replicated[i][draw] = drawn[0];
      }
    }
    for (const [i, point] of slice.entries()) {
      const { mean, drawer } = sources[point.observation];
      yield {
        point,
        logLikelihood: logLikelihoods[i],
        means: mean === null ? null : means[i],
        replicated: drawer === null ? null : replicated[i],
      };
    }
  }
}

/** Positions of labels are no numbers, and have no distances. */
function isLabels(distribution: OutputDistribution): boolean {
  switch (distribution.kind) {
    case 'plain':
      return distribution.own === undefined && samplers.get(distribution.name)?.kind !== 'scalar';
    case 'mixture':
      return distribution.components.some(isLabels);
    case 'truncated':
    case 'censored':
      return isLabels(distribution.base);
  }
}

/** The observed values of each observation; NaN where they differ between the first draw and the last. */
export function observedValues(
  model: ForwardModel,
  draws: Draws,
  { copy }: DrawMap,
): readonly Float64Array[] {
  const instance = instantiateForward(model);
  const at = (draw: number) => {
    copy(draw, instance.inputs);
    instance.run('rest');
    return model.observations.map(({ datum }) => Float64Array.from(instance.read(datum)));
  };
  const first = at(0);
  const last = at(draws.chains * draws.drawsPerChain - 1);
  return first.map((values, k) => values.map((value, i) => (value === last[k][i] ? value : Number.NaN)));
}
