/**
 * Pathfinder (Zhang, Carpenter, Gelman and Vehtari 2022): Gaussians along quasi-Newton paths from
 * several starts; the best of each path is drawn from, and the draws of all paths are resampled by
 * Pareto-smoothed importance weights. A path that fails is left out.
 *
 * It has converged where k̂ of the weights is at most 0.7, and at least one climb reached its end.
 */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import {
  type ApproximationEnd,
  type ApproximationOutcome,
  type ApproximationWatch,
  type ElboPoint,
  judgedDraws,
  type PriorStarts,
  weigh,
} from '../../infer/approximation.ts';
import type { Density, State } from '../../infer/density.ts';
import { correctedDraws, resample } from '../../infer/importance-resampling.ts';
import { defaultStart, findStart, type InitialPoint, type StartSettings } from '../../infer/initial-point.ts';
import type { Random } from '../../random.ts';
import { kThreshold } from '../../stats/diagnostic-limits.ts';
import { abandoning, defaultPathSettings, followPath, type Path, type PathSettings } from './single-path.ts';

interface PathfinderSettings extends PathSettings, StartSettings {
  /** 1 is single-path Pathfinder. */
  readonly paths: number;
  /** Draws of the result, and of each path before resampling. */
  readonly draws: number;
}

/** A path from a draw of the priors is taken where its ELBO is higher by more than the noise of its estimate. */
const LEAST_GAIN = 2;

const table = defaultsOf(methods.pathfinder.settings);

export const defaultPathfinderSettings: PathfinderSettings = {
  ...defaultPathSettings,
  paths: table.paths,
  draws: table.draws,
  ...defaultStart,
};

export function pathfinder(
  density: Density,
  settings: PathfinderSettings,
  random: Random,
  watch: ApproximationWatch = {},
  priors: PriorStarts | null = null,
): ApproximationOutcome {
  const { dimension } = density;
  const state = density.newState();
  const probe = density.newState();
  const found: Path[] = [];
  const trace: ElboPoint[] = [];
  let gradients = 0;
  let stopped = false;
  let badStart: InitialPoint | null = null;
  for (let k = 0; k < settings.paths && !stopped; k++) {
    // A given start applies to the first path; the others always start from jitter.
    const initialPosition = k === 0 ? settings.initialPosition : null;
    const start = findStart(density, state, random, { ...settings, initialPosition }, watch.start);
    gradients += start.attempts;
    let path: Path | null = null;
    let before = gradients;
    if (start.kind === 'bad-start') badStart = start;
    else {
      path = followPath(density, state, settings, random, watch, probe);
      gradients += path.gradients;
    }
    const position = path?.end === 'stopped' ? undefined : priors?.positions[k];
    if (priors !== null && position !== undefined) {
      const other = pathFrom(density, state, probe, position, settings, priors.random, watch);
      if (
        other.path !== null &&
        other.path.bestElbo > (path?.bestElbo ?? Number.NEGATIVE_INFINITY) + LEAST_GAIN
      ) {
        path = other.path;
        before = gradients;
      }
      gradients += other.gradients;
    }
    if (path === null) continue;
    trace.push(
      ...path.trace.map((point) => ({
        ...point,
        iteration: point.iteration + (trace.at(-1)?.iteration ?? 0) * (k === 0 ? 0 : 1),
        gradients: point.gradients + before,
      })),
    );
    stopped = path.end === 'stopped';
    if (path.best !== null) found.push(path);
  }
  if (found.length === 0) {
    if (badStart !== null && badStart.kind === 'bad-start') return badStart;
    return {
      kind: 'no-approximation',
      message:
        'expected a Gaussian of finite evidence lower bound along the way to the mode, found none: the density may have no mode, or fail around it',
      position: state.position.slice(),
    };
  }

  const parts = found.map(({ best }) => {
    if (best === null) throw new Error('a path without a Gaussian was kept');
    const q = best.sampler(random);
    return found.length === 1
      ? correctedDraws(density, state, q, settings.draws, random, watch)
      : judgedDraws(density, state, q, settings.draws, watch);
  });
  gradients += parts.reduce((sum, part) => sum + part.weightedDraws, 0);
  stopped ||= parts.some((part) => part.cut);
  const together = {
    draws: concatenate(parts.map((part) => part.draws)),
    logDensity: concatenate(parts.map((part) => part.logDensity)),
    logApproximation: concatenate(parts.map((part) => part.logApproximation)),
  };
  const { logWeights, kHat, effectiveDraws, weightedDraws } =
    parts.length === 1 ? parts[0] : weigh(together.logDensity, together.logApproximation);
  const result =
    parts.length === 1 ? parts[0] : resample(together, logWeights, dimension, settings.draws, random);
  const ends = found.map((path) => path.end);
  const end: ApproximationEnd = stopped ? 'stopped' : ends.includes('converged') ? 'converged' : ends[0];
  return {
    kind: 'done',
    approximation: {
      method: 'pathfinder',
      dimension,
      draws: result.draws,
      logDensity: result.logDensity,
      logApproximation: result.logApproximation,
      logWeights: result.logWeights,
      kHat,
      effectiveDraws,
      weightedDraws,
      elbo: trace,
      end,
      converged: end === 'converged' && kHat <= kThreshold(weightedDraws),
      gradients,
    },
  };
}

/** The path from a draw of the priors; null where none starts there. */
function pathFrom(
  density: Density,
  state: State,
  probe: State,
  position: Float64Array,
  settings: PathfinderSettings,
  random: Random,
  watch: ApproximationWatch,
): { readonly path: Path | null; readonly gradients: number } {
  const { initRadius } = settings;
  const initialPosition = position.map((x) => (Number.isNaN(x) ? initRadius * (2 * random.next() - 1) : x));
  const start = findStart(density, state, random, { ...settings, initialPosition }, watch.start);
  if (start.kind === 'bad-start') return { path: null, gradients: start.attempts };
  const path = followPath(density, state, settings, random, abandoning(watch), probe);
  const isAbandoned = path.end === 'stopped' && !(watch.shouldStop?.() ?? false);
  return {
    path: isAbandoned ? { ...path, end: 'stalled' } : path,
    gradients: start.attempts + path.gradients,
  };
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
