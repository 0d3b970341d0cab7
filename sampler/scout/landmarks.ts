/** What the chains found, in the units that a scout works in. */
import type { Density } from '../infer/density.ts';
import { densityFromFunction } from '../infer/density-from-function.ts';

interface Landmarks {
  /** The density of z = (x − centre) / scale, but for a constant. */
  readonly density: Density;
  /** Kept draws of each chain, in z. */
  readonly chains: readonly (readonly Float64Array[])[];
  /** Evaluations of the density up to now. */
  readonly gradients: () => number;
  readonly toUnconstrained: (z: Float64Array) => Float64Array;
}

/**
 * @param chains unconstrained positions of kept draws, at least two of each chain.
 * @param shouldStop asked at each evaluation; from then on there is no density anywhere, so that all ends at once.
 */
export function landmarksOf(
  model: Density,
  chains: readonly (readonly Float64Array[])[],
  shouldStop: () => boolean,
): Landmarks {
  const n = model.dimension;
  const centre = meanOf(chains.flat(), n);
  const scale = withinChains(chains, n);
  const state = model.newState();
  let gradients = 0;
  const density = densityFromFunction(n, (z, gradient) => {
    if (shouldStop()) return Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) state.position[i] = centre[i] + scale[i] * z[i];
    model.evaluate(state);
    gradients++;
    for (let i = 0; i < n; i++) gradient[i] = scale[i] * state.gradient[i];
    return state.logDensity;
  });
  const toUnits = (x: Float64Array) => x.map((value, i) => (value - centre[i]) / scale[i]);
  return {
    density,
    chains: chains.map((draws) => draws.map(toUnits)),
    gradients: () => gradients,
    toUnconstrained: (z) => z.map((value, i) => centre[i] + scale[i] * value),
  };
}

export function meanOf(points: readonly Float64Array[], n: number): Float64Array {
  const mean = new Float64Array(n);
  for (const point of points) for (let i = 0; i < n; i++) mean[i] += point[i] / points.length;
  return mean;
}

/** Standard deviations within the chains: chains that stay apart do not widen them. */
function withinChains(chains: readonly (readonly Float64Array[])[], n: number): Float64Array {
  const variance = new Float64Array(n);
  const means = chains.map((draws) => meanOf(draws, n));
  for (const [c, draws] of chains.entries())
    for (const draw of draws)
      for (let i = 0; i < n; i++)
        variance[i] += (draw[i] - means[c][i]) ** 2 / (draws.length - 1) / chains.length;
  // A coordinate that stands still has no scale of its own.
  return variance.map((v, i) => Math.sqrt(v) || Math.max(1e-8, 1e-8 * Math.abs(means[0][i])));
}
