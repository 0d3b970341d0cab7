/** The start of ADVI's ascent: the Gaussian of highest ELBO along Pathfinder's paths from several points. */
import type { ApproximationWatch } from '../../infer/approximation.ts';
import type { Density, State } from '../../infer/density.ts';
import { findStart, type InitialPoint, type StartSettings } from '../../infer/initial-point.ts';
import type { Random } from '../../random.ts';
import { abandoning, defaultPathSettings, followPath } from '../pathfinder/single-path.ts';

type StartingGaussian =
  | {
      readonly kind: 'found';
      readonly mean: Float64Array;
      readonly sds: Float64Array;
      readonly gradients: number;
    }
  | Extract<InitialPoint, { kind: 'bad-start' }>;

/** Where no path yields a Gaussian: the first point found, with unit sds. */
export function startingGaussian(
  density: Density,
  state: State,
  settings: StartSettings & { readonly paths: number },
  random: Random,
  watch: ApproximationWatch,
): StartingGaussian {
  let gradients = 0;
  let highest = Number.NEGATIVE_INFINITY;
  let best: { readonly mean: Float64Array; readonly sds: Float64Array } | null = null;
  let first: Float64Array | null = null;
  const probe = density.newState();
  for (let k = 0; k < settings.paths; k++) {
    // A given start applies to the first path; the others always start from jitter.
    const initialPosition = k === 0 ? settings.initialPosition : null;
    const start = findStart(density, state, random, { ...settings, initialPosition }, watch.start);
    gradients += start.attempts;
    if (start.kind === 'bad-start') {
      if (first === null) return { ...start, attempts: gradients };
      break;
    }
    first ??= state.position.slice();
    const path = followPath(density, state, defaultPathSettings, random, abandoning(watch), probe);
    gradients += path.gradients;
    const sds = path.best?.variances.map(Math.sqrt);
    if (path.best === null || !sds?.every((sd) => sd > 0 && Number.isFinite(sd))) continue;
    if (path.bestElbo > highest) {
      highest = path.bestElbo;
      best = { mean: path.best.mean, sds };
    }
    if (watch.shouldStop?.()) break;
  }
  best ??= {
    mean: first ?? new Float64Array(density.dimension),
    sds: new Float64Array(density.dimension).fill(1),
  };
  return { kind: 'found', ...best, gradients };
}
