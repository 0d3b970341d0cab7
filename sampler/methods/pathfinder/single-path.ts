/** Single-path Pathfinder: L-BFGS, keeping the best-fitting Gaussian along the path. */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import {
  type ApproximationWatch,
  type ElboPoint,
  finiteOrNone,
  type Sampleable,
} from '../../infer/approximation.ts';
import type { Density, State } from '../../infer/density.ts';
import {
  climb,
  hasCurvature,
  type Iterate,
  type LbfgsEnd,
  type Pair,
  pairBetween,
} from '../../infer/optimise/lbfgs.ts';
import type { Random } from '../../random.ts';
import { gaussianAt, type PathGaussian, updateDiagonal } from './inverse-hessian.ts';

export interface PathSettings {
  /** Pairs kept for the covariance and for L-BFGS. */
  readonly history: number;
  readonly maxIterations: number;
  /** Draws per estimate of the ELBO of each Gaussian on the path. */
  readonly elboDraws: number;
  /** A path ends where the relative change of the log density is below this. */
  readonly relativeTolerance: number;
}

const table = defaultsOf(methods.pathfinder.settings);

/** Tolerances are Stan's: Pathfinder does not need the mode to many digits. */
export const defaultPathSettings: PathSettings = {
  history: table.history,
  maxIterations: table.iterations,
  elboDraws: table.samples,
  relativeTolerance: table.tolerance,
};
const GRADIENT_TOLERANCE = 1e-8;

export interface Path {
  /** Null where no Gaussian on the path has a finite ELBO. */
  readonly best: PathGaussian | null;
  readonly bestElbo: number;
  readonly trace: readonly ElboPoint[];
  readonly end: LbfgsEnd;
  readonly gradients: number;
}

/**
 * Follows the path from the point in `state`, which must be evaluated and finite (Zhang et al. 2022,
 * algorithm 1). The Gaussian with the highest ELBO need not be the last: on a funnel the path continues
 * to where the density is unbounded, and the best comes earlier.
 */
export function followPath(
  density: Density,
  state: State,
  settings: PathSettings,
  random: Random,
  watch: ApproximationWatch = {},
  // The climb keeps its own point in `state`; the ELBO is estimated at another.
  probe: State = density.newState(),
): Path {
  const trace: ElboPoint[] = [];
  const pairs: Pair[] = [];
  let alpha: Float64Array = new Float64Array(density.dimension).fill(1);
  let before: Iterate | null = null;
  let best: PathGaussian | null = null;
  let bestElbo = Number.NEGATIVE_INFINITY;
  let gradients = 0;
  let iteration = 0;

  const climbed = climb(
    density,
    state,
    {
      history: settings.history,
      maxIterations: settings.maxIterations,
      relativeTolerance: settings.relativeTolerance,
      gradientTolerance: GRADIENT_TOLERANCE,
    },
    (iterate) => {
      if (before !== null) {
        const pair = pairBetween(before, iterate);
        if (hasCurvature(pair)) {
          alpha = updateDiagonal(alpha, pair);
          pairs.push(pair);
          if (pairs.length > settings.history) pairs.shift();
        }
        const gaussian = pairs.length > 0 ? gaussianAt(iterate, alpha, pairs) : null;
        if (gaussian !== null) {
          const elbo = estimateElbo(density, probe, gaussian.sampler(random), settings.elboDraws);
          gradients += settings.elboDraws;
          const point = { iteration, elbo, gradients };
          trace.push(point);
          watch.elbo?.(point);
          if (elbo > bestElbo) {
            best = gaussian;
            bestElbo = elbo;
          }
        }
      }
      before = iterate;
      iteration += 1;
      return !(watch.shouldStop?.() ?? false);
    },
  );
  return { best, bestElbo, trace, end: climbed.end, gradients: gradients + climbed.gradients };
}

/** A path is abandoned after this many estimates of the ELBO without a better one: it runs where there is no mass. */
const PATIENCE = 30;

/** The watch of one path. */
export function abandoning({ shouldStop }: ApproximationWatch): ApproximationWatch {
  let waited = 0;
  let top = Number.NEGATIVE_INFINITY;
  return {
    elbo(point) {
      waited = point.elbo > top ? 0 : waited + 1;
      top = Math.max(top, point.elbo);
    },
    shouldStop: () => waited > PATIENCE || (shouldStop?.() ?? false),
  };
}

function estimateElbo(density: Density, state: State, q: Sampleable, count: number): number {
  let sum = 0;
  for (let m = 0; m < count; m++) {
    const logQ = q.draw(state.position);
    density.evaluate(state);
    sum += finiteOrNone(state.logDensity) - logQ;
  }
  return sum / count;
}
