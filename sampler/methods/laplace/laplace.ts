/**
 * Laplace's approximation: the Gaussian at the mode of the unconstrained density whose precision is the
 * negative Hessian there. The Hessian comes from central differences of the gradient.
 *
 * Where k̂ allows, draws are resampled by importance weights, which restores the skewness that the Gaussian lacks.
 *
 * It has converged where the climb ended at a point of negligible gradient and the Hessian is negative
 * definite; otherwise there is no Gaussian and the outcome is a failure.
 */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import type { ApproximationOutcome, ApproximationWatch } from '../../infer/approximation.ts';
import { isFlat, negativeHessian } from '../../infer/curvature.ts';
import { cholesky } from '../../infer/dense-linear-algebra.ts';
import type { Density } from '../../infer/density.ts';
import { precisionSampler } from '../../infer/gaussian.ts';
import { correctedDraws } from '../../infer/importance-resampling.ts';
import { defaultStart, findStart, type StartSettings } from '../../infer/initial-point.ts';
import { climb, defaultLbfgsSettings, type LbfgsSettings } from '../../infer/optimise/lbfgs.ts';
import type { Random } from '../../random.ts';

interface LaplaceSettings extends LbfgsSettings, StartSettings {
  readonly draws: number;
}

const table = defaultsOf(methods.laplace.settings);

export const defaultLaplaceSettings: LaplaceSettings = {
  ...defaultLbfgsSettings,
  maxIterations: table.iterations,
  draws: table.draws,
  ...defaultStart,
};

export function laplace(
  density: Density,
  settings: LaplaceSettings,
  random: Random,
  watch: ApproximationWatch = {},
): ApproximationOutcome {
  const { dimension } = density;
  const state = density.newState();
  const start = findStart(density, state, random, settings, watch.start);
  if (start.kind === 'bad-start') return start;

  const climbed = climb(density, state, settings, () => !(watch.shouldStop?.() ?? false));
  const mode = climbed.last.position;
  const hessian = negativeHessian(density, state, mode);
  const root = cholesky(hessian, dimension);
  if (root === null || isFlat(hessian, root)) {
    return {
      kind: 'no-approximation',
      message:
        'expected a maximum with curvature in every direction, found a point where the density is flat or rises: it has no mode there (a funnel, or a parameter that the data say nothing about)',
      position: mode,
    };
  }
  const q = precisionSampler(mode, root, random);
  const { cut, ...judged } = correctedDraws(density, state, q, settings.draws, random, watch);
  const end = cut ? 'stopped' : climbed.end;
  return {
    kind: 'done',
    approximation: {
      method: 'laplace',
      dimension,
      ...judged,
      elbo: [],
      end,
      converged: end === 'converged',
      gradients: start.attempts + climbed.gradients + 2 * dimension + judged.weightedDraws,
    },
  };
}
