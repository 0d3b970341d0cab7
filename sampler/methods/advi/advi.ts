/**
 * Automatic differentiation variational inference (Kucukelbir, Tran, Ranganath, Gelman and Blei 2017):
 * stochastic ascent of the evidence lower bound over a Gaussian on the unconstrained scale, with the
 * paper's step sequence and search for its scale. Three things differ from the paper, all for fewer
 * wrong answers: the ascent starts at the Gaussian of one Pathfinder path and is scaled by it (without
 * one, at the jittered start with unit scale); the gradient is the path derivative (`family.ts`); and the
 * result is the mean of the parameters over the last half of the iterations (Dhaka et al. 2020).
 *
 * Convergence: every `evaluateEvery` iterations the ELBO is estimated at the mean of the parameters since
 * the last time, with the same standard normals each time, so that differences have little noise. The
 * method has converged when the means of the last five estimates and of the five before differ by at
 * most `tolerance` nats plus two standard errors, these being at most ten times the tolerance. Not
 * converged, its draws are given all the same.
 */

import { methods, type VariantName } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import {
  type ApproximationEnd,
  type ApproximationOutcome,
  type ApproximationWatch,
  type ElboPoint,
  finiteOrNone,
  judgedDraws,
  POOL,
} from '../../infer/approximation.ts';
import type { Density, State } from '../../infer/density.ts';
import { defaultStart, findStart, type StartSettings } from '../../infer/initial-point.ts';
import { log } from '../../math/elementary.ts';
import type { Random } from '../../random.ts';
import { mean as meanOf, variance as varianceOf } from '../../stats/moments.ts';
import { defaultPathSettings, followPath } from '../pathfinder/single-path.ts';
import { type Family, fullRank, meanField } from './variational-families.ts';

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
  /** Scales of the step sequence tried, largest first (paper, section 3.4), each for `searchIterations`. */
  readonly stepScales: readonly number[];
  readonly searchIterations: number;
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
  stepScales: [10, 1, 0.1, 0.01],
  searchIterations: 50,
  ...defaultStart,
};

/** Estimates in each of the two groups that the rule of convergence compares. */
const GROUP = 5;

export function advi(
  density: Density,
  settings: AdviSettings,
  random: Random,
  watch: ApproximationWatch = {},
): ApproximationOutcome {
  const { dimension } = density;
  const state = density.newState();
  const start = findStart(density, state, random, settings, watch.start);
  if (start.kind === 'bad-start') return start;

  const family = settings.family === 'meanfield' ? meanField(dimension) : fullRank(dimension);
  const frame = startingFrame(density, state, random, watch);
  const objective = new Objective(density, state, family, frame, settings, random);
  const initial = new Float64Array(family.parameterCount);
  const scale = searchStepScale(objective, initial, settings, watch);

  const ascent = new Ascent(objective, initial, scale);
  const trace: ElboPoint[] = [];
  const note = (): void => {
    const point = {
      iteration: ascent.iteration,
      elbo: objective.elbo(ascent.meanSinceMark()),
      gradients: objective.gradients,
    };
    trace.push(point);
    watch.elbo?.(point);
  };
  note();
  let end: ApproximationEnd = 'max-iterations';
  while (ascent.iteration < settings.maxIterations) {
    if (watch.shouldStop?.()) {
      end = 'stopped';
      break;
    }
    ascent.step();
    if (ascent.iteration % settings.evaluateEvery !== 0) continue;
    note();
    ascent.mark();
    if (settled(trace, settings.tolerance)) {
      end = 'converged';
      break;
    }
  }

  // Ended between two estimates: the trace ends where the ascent does.
  if (trace[trace.length - 1].iteration < ascent.iteration) note();
  const parameters = ascent.averaged();
  const eta = new Float64Array(dimension);
  const { cut, ...judged } = judgedDraws(
    density,
    state,
    {
      draw(out) {
        for (let i = 0; i < dimension; i++) eta[i] = random.normal();
        return objective.place(parameters, eta, out);
      },
    },
    settings.draws,
    watch,
    POOL * settings.draws,
  );
  if (cut) end = 'stopped';
  return {
    kind: 'done',
    approximation: {
      method: settings.family,
      dimension,
      ...judged,
      elbo: trace,
      end,
      converged: end === 'converged',
      gradients: start.attempts + frame.gradients + objective.gradients + judged.weightedDraws,
    },
  };
}

/** Coordinates w in which the ascent runs: position = centre + scale · w. */
interface Frame {
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  readonly logScale: number;
  readonly gradients: number;
}

/** That of the best Gaussian of a Pathfinder path from `state`, or the start itself with unit scale. */
function startingFrame(density: Density, state: State, random: Random, watch: ApproximationWatch): Frame {
  const jittered = state.position.slice();
  const path = followPath(density, state, defaultPathSettings, random, { shouldStop: watch.shouldStop });
  const { best, gradients } = path;
  if (best?.variances.every((variance) => variance > 0 && Number.isFinite(variance))) {
    const scale = best.variances.map(Math.sqrt);
    return { centre: best.mean, scale, logScale: scale.reduce((sum, x) => sum + log(x), 0), gradients };
  }
  return { centre: jittered, scale: new Float64Array(jittered.length).fill(1), logScale: 0, gradients };
}

/** The ELBO of a family's parameters and its stochastic gradient. */
class Objective {
  gradients = 0;
  readonly family: Family;
  readonly #frame: Frame;
  readonly #density: Density;
  readonly #state: State;
  readonly #random: Random;
  readonly #gradientDraws: number;
  readonly #eta: Float64Array;
  /** Standard normals of every estimate of the ELBO. */
  readonly #fixed: readonly Float64Array[];

  constructor(
    density: Density,
    state: State,
    family: Family,
    frame: Frame,
    settings: AdviSettings,
    random: Random,
  ) {
    this.family = family;
    this.#frame = frame;
    this.#density = density;
    this.#state = state;
    this.#random = random;
    this.#gradientDraws = settings.gradientDraws;
    this.#eta = new Float64Array(density.dimension);
    this.#fixed = Array.from({ length: settings.elboDraws }, () =>
      Float64Array.from({ length: density.dimension }, () => random.normal()),
    );
  }

  /** Writes the position of η into `out`; returns log q there. */
  place(parameters: Float64Array, eta: Float64Array, out: Float64Array): number {
    const { centre, scale, logScale } = this.#frame;
    const logQ = this.family.transform(parameters, eta, out);
    for (let i = 0; i < out.length; i++) out[i] = centre[i] + scale[i] * out[i];
    return logQ - logScale;
  }

  /** Mean of log p − log q over the fixed draws; −∞ where the density fails at one of them. */
  elbo(parameters: Float64Array): number {
    let sum = 0;
    for (const eta of this.#fixed) {
      const logQ = this.place(parameters, eta, this.#state.position);
      this.#density.evaluate(this.#state);
      sum += finiteOrNone(this.#state.logDensity) - logQ;
    }
    this.gradients += this.#fixed.length;
    return sum / this.#fixed.length;
  }

  /** Mean gradient over fresh draws into `out`; draws at which the density fails are left out. */
  gradient(parameters: Float64Array, out: Float64Array): void {
    out.fill(0);
    let used = 0;
    for (let m = 0; m < this.#gradientDraws; m++) {
      for (let i = 0; i < this.#eta.length; i++) this.#eta[i] = this.#random.normal();
      this.place(parameters, this.#eta, this.#state.position);
      const { gradient } = this.#state;
      this.#density.evaluate(this.#state);
      if (!Number.isFinite(this.#state.logDensity) || !gradient.every(Number.isFinite)) continue;
      for (let i = 0; i < gradient.length; i++) gradient[i] *= this.#frame.scale[i];
      this.family.addGradient(parameters, this.#eta, this.#state.gradient, out);
      used += 1;
    }
    this.gradients += this.#gradientDraws;
    if (used > 1) for (let i = 0; i < out.length; i++) out[i] /= used;
  }
}

/** Stochastic ascent with the paper's steps (equations 10 and 11): scale · k^(−1/2) / (τ + √s), τ = 1. */
class Ascent {
  iteration = 0;
  readonly parameters: Float64Array;
  readonly #objective: Objective;
  readonly #scale: number;
  readonly #gradient: Float64Array;
  readonly #squares: Float64Array;
  /** Sums of the parameters between marks, for the average over the last half. */
  readonly #sums: { readonly from: number; readonly sum: Float64Array; count: number }[] = [];

  constructor(objective: Objective, initial: Float64Array, scale: number) {
    this.#objective = objective;
    this.#scale = scale;
    this.parameters = initial.slice();
    this.#gradient = new Float64Array(initial.length);
    this.#squares = new Float64Array(initial.length);
    this.mark();
  }

  step(): void {
    const { parameters } = this;
    this.iteration += 1;
    this.#objective.gradient(parameters, this.#gradient);
    const decay = this.#scale / Math.sqrt(this.iteration);
    const section = this.#sums[this.#sums.length - 1];
    for (let i = 0; i < parameters.length; i++) {
      const g = this.#gradient[i];
      const before = this.#squares[i];
      const squares = this.iteration === 1 ? g * g : 0.1 * g * g + 0.9 * before;
      this.#squares[i] = squares;
      parameters[i] += (decay * g) / (1 + Math.sqrt(squares));
      section.sum[i] += parameters[i];
    }
    section.count += 1;
  }

  /** Begins a new section of the average. */
  mark(): void {
    this.#sums.push({ from: this.iteration, sum: new Float64Array(this.parameters.length), count: 0 });
    // Sections entirely in the first half are no longer needed.
    while (this.#sums.length > 1 && this.#sums[1].from < this.iteration / 2) this.#sums.shift();
  }

  /** Mean of the parameters over the current section; the parameters themselves if it is empty. */
  meanSinceMark(): Float64Array {
    const section = this.#sums[this.#sums.length - 1];
    return section.count === 0 ? this.parameters : section.sum.map((sum) => sum / section.count);
  }

  /** Mean of the parameters over about the last half of the iterations. */
  averaged(): Float64Array {
    const late = this.#sums.filter((section) => section.from >= this.iteration / 2 && section.count > 0);
    const sections = late.length > 0 ? late : this.#sums.filter((section) => section.count > 0);
    if (sections.length === 0) return this.parameters.slice();
    const count = sections.reduce((sum, section) => sum + section.count, 0);
    return this.parameters.map((_, i) => sections.reduce((sum, section) => sum + section.sum[i], 0) / count);
  }
}

/** The scale with the highest ELBO after the first iterations; the smallest if none does well. */
function searchStepScale(
  objective: Objective,
  initial: Float64Array,
  settings: AdviSettings,
  watch: ApproximationWatch,
): number {
  // Nothing to choose from.
  if (settings.stepScales.length === 1) return settings.stepScales[0];
  let best = settings.stepScales[settings.stepScales.length - 1];
  let highest = Number.NEGATIVE_INFINITY;
  for (const scale of settings.stepScales) {
    const trial = new Ascent(objective, initial, scale);
    for (let k = 0; k < settings.searchIterations && !watch.shouldStop?.(); k++) trial.step();
    const elbo = objective.elbo(trial.parameters);
    if (elbo > highest) {
      highest = elbo;
      best = scale;
    }
  }
  return best;
}

/** Whether the last `GROUP` estimates are level with the `GROUP` before them, as stated above. */
function settled(trace: readonly ElboPoint[], tolerance: number): boolean {
  if (trace.length < 2 * GROUP + 1) return false;
  const later = Float64Array.from(trace.slice(-GROUP), (point) => point.elbo);
  const earlier = Float64Array.from(trace.slice(-2 * GROUP, -GROUP), (point) => point.elbo);
  const error = Math.sqrt((varianceOf(later) + varianceOf(earlier)) / GROUP);
  return error <= 10 * tolerance && Math.abs(meanOf(later) - meanOf(earlier)) <= tolerance + 2 * error;
}
