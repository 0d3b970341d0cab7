/** Draws and density in standardised coordinates, in which the search works. */
import type { Density } from '../infer/density.ts';
import { densityFromFunction } from '../infer/density-from-function.ts';
import { meanOf } from '../infer/gaussian.ts';

interface Standardised {
  /** The density of z = (x − centre) / scale, up to a constant. */
  readonly density: Density;
  /** Kept draws of each chain, in z. */
  readonly chains: readonly (readonly Float64Array[])[];
  /** Evaluations of the density so far. */
  readonly gradients: () => number;
  readonly standardise: (x: Float64Array) => Float64Array;
  readonly toUnconstrained: (z: Float64Array) => Float64Array;
}

/**
 * @param chains unconstrained positions of kept draws, at least two of each chain.
 * @param shouldStop called at each evaluation; once true, every evaluation fails, so that ascents and runs end at once.
 */
export function standardise(
  model: Density,
  chains: readonly (readonly Float64Array[])[],
  shouldStop: () => boolean,
): Standardised {
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
  const standardise = (x: Float64Array) => x.map((value, i) => (value - centre[i]) / scale[i]);
  return {
    density,
    chains: chains.map((draws) => draws.map(standardise)),
    gradients: () => gradients,
    standardise,
    toUnconstrained: (z) => z.map((value, i) => centre[i] + scale[i] * value),
  };
}

/** Pooled standard deviations within chains, which the distance between separated chains does not inflate. */
function withinChains(chains: readonly (readonly Float64Array[])[], n: number): Float64Array {
  const variance = new Float64Array(n);
  const means = chains.map((draws) => meanOf(draws, n));
  for (const [c, draws] of chains.entries())
    for (const draw of draws)
      for (let i = 0; i < n; i++)
        variance[i] += (draw[i] - means[c][i]) ** 2 / (draws.length - 1) / chains.length;
  // A constant coordinate has no standard deviation to scale by.
  return variance.map((v, i) => Math.sqrt(v) || Math.max(1e-8, 1e-8 * Math.abs(means[0][i])));
}
