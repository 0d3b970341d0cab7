/**
 * Automatic differentiation variational inference (Kucukelbir, Tran, Ranganath, Gelman and Blei 2017):
 * stochastic ascent of the evidence lower bound over a Gaussian on the unconstrained scale. What differs from
 * the paper, to be wrong less often: the ascent starts at the best Gaussian of several Pathfinder paths
 * (`starting-gaussian.ts`); gradients are path derivatives in coordinates scaled by the Gaussian
 * (`variational-families.ts`); and the step size is constant until the iterates are stationary, then smaller.
 *
 * Convergence, after Dhaka et al. (2020, algorithm 1) and Welandawe, Andersen, Vehtari and Huggins (2022,
 * algorithms 1 and 2): a stage of constant step size ends where split R-hat of the later half of its iterates
 * is at most 1.1 and the error of their mean at most a tenth of an sd, for every parameter; its estimate
 * is that mean. The next stage's steps are a third as long. The method has converged when a stage changes the ELBO
 * by at most `tolerance` nats beyond the error of the change. Without convergence its draws are still returned.
 */

import { methods, type VariantName } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import {
  type ApproximationEnd,
  type ApproximationOutcome,
  type ApproximationWatch,
  type ElboPoint,
  judgedDraws,
  POOL,
  type Stationarity,
} from '../../infer/approximation.ts';
import type { Density } from '../../infer/density.ts';
import { defaultStart, type StartSettings } from '../../infer/initial-point.ts';
import type { Random } from '../../random.ts';
import { mean as meanOf, variance as varianceOf } from '../../stats/moments.ts';
import { Ascent } from './ascent.ts';
import { Objective } from './objective.ts';
import { startingGaussian } from './starting-gaussian.ts';
import { fullRank, meanField } from './variational-families.ts';

interface AdviSettings extends StartSettings {
  readonly family: VariantName<'advi'>;
  /** Draws of the result. */
  readonly draws: number;
  readonly maxIterations: number;
  /** Draws behind each gradient of the ELBO. */
  readonly gradientDraws: number;
  /** Draws behind each estimate of the ELBO. */
  readonly elboDraws: number;
  readonly evaluateEvery: number;
  /** Nats. */
  readonly tolerance: number;
  /** Scale of the steps of the first stage. */
  readonly stepScale: number;
  /** Paths of Pathfinder to start from. */
  readonly paths: number;
}

const table = defaultsOf(methods.advi.settings);

export const defaultAdviSettings: AdviSettings = {
  family: table.method,
  draws: table.draws,
  maxIterations: table.iterations,
  gradientDraws: table.samples,
  elboDraws: 100,
  evaluateEvery: 100,
  tolerance: table.tolerance,
  stepScale: 0.3,
  paths: 4,
  ...defaultStart,
};

/** Values of `viabel`, the implementation of both papers. */
const MOST_R_HAT = 1.1;
const MOST_MCSE = 0.1;
/** Fall of the ELBO below its highest, in nats, that shows the steps to be too large. */
const FALL = 100;
/** Ratio of the steps of one stage to those of the stage before. */
const SMALLER = 1 / 3;

export function advi(
  density: Density,
  settings: AdviSettings,
  random: Random,
  watch: ApproximationWatch = {},
): ApproximationOutcome {
  const { dimension } = density;
  const state = density.newState();
  const start = startingGaussian(density, state, settings, random, watch);
  if (start.kind === 'bad-start') return start;

  const family = settings.family === 'meanfield' ? meanField(dimension) : fullRank(dimension);
  const objective = new Objective(density, state, family, settings, random);
  let ascent = new Ascent(objective, family.parametersOf(start.mean, start.sds), settings.stepScale);
  const trace: ElboPoint[] = [];
  let iteration = 0;
  const note = (): Float64Array => {
    const terms = objective.terms(ascent.average());
    const point = { iteration, elbo: meanOf(terms), gradients: objective.gradients };
    trace.push(point);
    watch.elbo?.(point);
    return terms;
  };
  note();
  let end: ApproximationEnd | null = null;
  let before: Float64Array | null = null;
  let highest = { elbo: trace[0].elbo, parameters: ascent.average() };
  let stationarity: Stationarity = { rHat: Number.POSITIVE_INFINITY, mcse: Number.POSITIVE_INFINITY };
  while (iteration < settings.maxIterations) {
    if (watch.shouldStop?.()) {
      end = 'stopped';
      break;
    }
    ascent.step();
    iteration += 1;
    if (iteration % settings.evaluateEvery !== 0) continue;
    const terms = note();
    const { elbo } = trace[trace.length - 1];
    if (!(elbo > highest.elbo - FALL)) {
      ascent = ascent.next(SMALLER, highest.parameters);
      before = null;
      continue;
    }
    if (elbo > highest.elbo) highest = { elbo, parameters: ascent.average() };
    stationarity = ascent.stationarity();
    const { rHat, mcse } = stationarity;
    if (rHat > MOST_R_HAT || mcse > MOST_MCSE || !terms.every(Number.isFinite)) continue;
    if (before !== null && isLevel(before, terms, settings.tolerance)) {
      end = 'converged';
      break;
    }
    before = terms;
    ascent = ascent.next(SMALLER);
  }

  // The ascent ended between two estimates: the trace gets its last point.
  if (trace[trace.length - 1].iteration < iteration) note();
  const parameters = ascent.average();
  const eta = new Float64Array(dimension);
  const { cut, ...judged } = judgedDraws(
    density,
    state,
    {
      draw(out) {
        for (let i = 0; i < dimension; i++) eta[i] = random.normal();
        return family.transform(parameters, eta, out);
      },
    },
    settings.draws,
    watch,
    POOL * settings.draws,
  );
  if (cut) end = 'stopped';
  end ??= stationarity.rHat > MOST_R_HAT ? 'not-stationary' : 'max-iterations';
  return {
    kind: 'done',
    approximation: {
      method: settings.family,
      dimension,
      ...judged,
      elbo: trace,
      end,
      converged: end === 'converged',
      stationarity,
      gradients: start.gradients + objective.gradients + judged.weightedDraws,
    },
  };
}

/** Whether the ELBO differs by at most `tolerance`, beyond two standard errors; `terms` at the same draws. */
function isLevel(before: Float64Array, terms: Float64Array, tolerance: number): boolean {
  const change = terms.map((term, i) => term - before[i]);
  return Math.abs(meanOf(change)) <= tolerance + 2 * Math.sqrt(varianceOf(change) / change.length);
}
