/** Masses by bridge sampling, of the visited modes and of an unvisited one, on one scale. */

import { finiteOrNone, type Sampleable } from '../infer/approximation.ts';
import { cholesky } from '../infer/dense-linear-algebra.ts';
import type { Density, State } from '../infer/density.ts';
import {
  choleskySampler,
  covarianceOf,
  logNormalDensity,
  meanOf,
  precisionSampler,
} from '../infer/gaussian.ts';
import type { Random } from '../random.ts';
import { type BridgeEstimate, bridgeSampling } from '../stats/bridge-sampling.ts';
import { type Mode, squaredDistance } from './mode.ts';

/** Draws in a bridge: from the posterior, and as many from the proposal. */
const DRAWS = 400;

/** Bridge from draws to the Gaussian with their mean and covariance; null where there are too few draws. */
export function massOfDraws(
  density: Density,
  state: State,
  draws: readonly Float64Array[],
  random: Random,
): BridgeEstimate | null {
  const n = density.dimension;
  // The draws that fit the proposal are kept out of the bridge: using them twice would bias it.
  const shaping = draws.filter((_, i) => i % 2 === 0);
  if (shaping.length < 3 * n + 10) return null;
  const mean = meanOf(shaping, n);
  const root = cholesky(covarianceOf(shaping, mean), n);
  if (root === null) return null;
  return bridge(
    density,
    state,
    draws.filter((_, i) => i % 2 === 1),
    choleskySampler(mean, root, random),
    logNormalDensity(mean, root),
  );
}

/** Bridge from draws around a mode to the Gaussian of its curvature. */
export function massOfMode(
  density: Density,
  state: State,
  draws: readonly Float64Array[],
  mode: Mode,
  random: Random,
): BridgeEstimate {
  const constant = mode.logDensity - mode.logMass;
  const logProposal = (x: Float64Array) => constant - 0.5 * squaredDistance(mode, x);
  return bridge(density, state, draws, precisionSampler(mode.position, mode.root, random), logProposal);
}

function bridge(
  density: Density,
  state: State,
  draws: readonly Float64Array[],
  proposal: Sampleable,
  logProposal: (x: Float64Array) => number,
): BridgeEstimate {
  const step = Math.max(1, draws.length / DRAWS);
  const used = Array.from({ length: Math.min(draws.length, DRAWS) }, (_, i) => draws[Math.floor(i * step)]);
  const logTarget = (x: Float64Array): number => {
    state.position.set(x);
    density.evaluate(state);
    return finiteOrNone(state.logDensity);
  };
  const point = new Float64Array(density.dimension);
  const proposed = { logTarget: new Float64Array(DRAWS), logProposal: new Float64Array(DRAWS) };
  for (let i = 0; i < DRAWS; i++) {
    proposed.logProposal[i] = proposal.draw(point);
    proposed.logTarget[i] = logTarget(point);
  }
  const own = {
    logTarget: Float64Array.from(used, logTarget),
    logProposal: Float64Array.from(used, logProposal),
  };
  return bridgeSampling(own, proposed);
}
