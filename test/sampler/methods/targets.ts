/** Densities with known answers, and a chain runner that keeps everything in memory. */

import type { Density } from '../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../sampler/infer/density-from-function.ts';
import { defaultChainSettings, runChain } from '../../../sampler/methods/nuts/chain.ts';
import type { ChainOutcome, ChainSettings, ChainSink } from '../../../sampler/methods/nuts/chain-contract.ts';
import type { Divergence } from '../../../sampler/methods/nuts/nuts.ts';
import { createRandom } from '../../../sampler/random.ts';

export function standardNormal(dimension: number): Density {
  return densityFromFunction(dimension, (x, gradient) => {
    let sum = 0;
    for (let i = 0; i < dimension; i++) {
      gradient[i] = -x[i];
      sum += x[i] * x[i];
    }
    return -0.5 * sum;
  });
}

/** Normal with mean `mean` and the covariance L L' of a lower triangular L given by rows. */
export function gaussian(mean: readonly number[], factor: readonly (readonly number[])[]): Density {
  const n = mean.length;
  const w = new Float64Array(n);
  return densityFromFunction(n, (x, gradient) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let r = x[i] - mean[i];
      for (let j = 0; j < i; j++) r -= factor[i][j] * w[j];
      w[i] = r / factor[i][i];
      sum += w[i] * w[i];
    }
    // gradient = −L'⁻¹ w, from the last coordinate back.
    for (let i = n - 1; i >= 0; i--) {
      let r = -w[i];
      for (let j = i + 1; j < n; j++) r -= factor[j][i] * gradient[j];
      gradient[i] = r / factor[i][i];
    }
    return -0.5 * sum;
  });
}

/** Neal's funnel: v ~ N(0, 3), xᵢ ~ N(0, exp(v / 2)), i = 1…dimension − 1. */
export function funnel(dimension: number): Density {
  return densityFromFunction(dimension, (x, gradient) => {
    const v = x[0];
    const precision = Math.exp(-v);
    let sum = 0;
    for (let i = 1; i < dimension; i++) {
      gradient[i] = -precision * x[i];
      sum += x[i] * x[i];
    }
    gradient[0] = -v / 9 - 0.5 * (dimension - 1) + 0.5 * precision * sum;
    return (-v * v) / 18 - 0.5 * (dimension - 1) * v - 0.5 * precision * sum;
  });
}

/** x ~ N(0, 1), y | x ~ N(x² − 1, 1/2): E y = 0, var y = 2 + 1/4. */
export const banana: () => Density = () =>
  densityFromFunction(2, (q, gradient) => {
    const [x, y] = q;
    const residual = y - x * x + 1;
    gradient[0] = -x + 8 * x * residual;
    gradient[1] = -4 * residual;
    return -0.5 * x * x - 2 * residual * residual;
  });

export interface KeptChain {
  readonly outcome: ChainOutcome;
  /** `positions[draw * dimension + i]`. */
  readonly positions: Float64Array;
  readonly energies: Float64Array;
  readonly treeDepths: Uint8Array;
  readonly divergences: readonly Divergence[];
  readonly gradients: number;
}

export function keepChain(
  density: Density,
  partial: Partial<ChainSettings> & Pick<ChainSettings, 'draws'>,
  seed: number,
  stream = 0,
): KeptChain {
  const settings = { ...defaultChainSettings, ...partial };
  const { dimension } = density;
  const positions = new Float64Array(settings.draws * dimension);
  const energies = new Float64Array(settings.draws);
  const treeDepths = new Uint8Array(settings.draws);
  const divergences: Divergence[] = [];
  const sink: ChainSink = {
    draw(index, state, stats) {
      positions.set(state.position, index * dimension);
      energies[index] = stats.energy;
      treeDepths[index] = stats.treeDepth;
    },
    divergence(_draw, phase, divergence) {
      if (phase === 'sampling') divergences.push(divergence);
    },
  };
  const outcome = runChain(density, settings, createRandom(seed, stream), sink, { now: () => 0 });
  const gradients =
    outcome.kind === 'bad-start' ? 0 : outcome.totals.gradientsTune + outcome.totals.gradientsDraws;
  return { outcome, positions, energies, treeDepths, divergences, gradients };
}

/** Coordinate `i` of the kept draws. */
export function coordinate(chain: KeptChain, dimension: number, i: number): Float64Array {
  const n = chain.positions.length / dimension;
  return Float64Array.from({ length: n }, (_, draw) => chain.positions[draw * dimension + i]);
}
