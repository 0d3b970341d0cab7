/**
 * Random-walk Metropolis (Metropolis et al. 1953), for teaching: all coordinates move at once by normal
 * steps. Tuning learns each coordinate's scale from the draws so far and the common factor from the
 * acceptance (Robbins and Monro; target 0.44 in one dimension, 0.234 from many: Roberts and Rosenthal
 * 2001); afterwards both are fixed. It writes to the same sink as NUTS.
 */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import { newDrawStats } from '../../draws/draw-statistics.ts';
import type { Density, State } from '../../infer/density.ts';
import { defaultStart, findStart, type InitialPoint, type StartSettings } from '../../infer/initial-point.ts';
import { exp, log } from '../../math/elementary.ts';
import type { Random } from '../../random.ts';
import { Welford } from '../nuts/adapt/welford.ts';
import type { ChainSink, ChainTotals, Clock } from '../nuts/chain-contract.ts';
import { reporter } from '../nuts/chain-reporter.ts';

export interface MetropolisSettings extends StartSettings {
  readonly draws: number;
  readonly tune: number;
  /** Proposals for each draw that is kept. */
  readonly thin: number;
}

const table = defaultsOf(methods.metropolis.settings);

export const defaultMetropolisSettings: MetropolisSettings = {
  draws: table.draws,
  tune: table.tune,
  thin: 1,
  ...defaultStart,
  // One candidate, as for NUTS: a random walk climbs to the mass by itself, and needs no path.
  candidates: 1,
};

type MetropolisOutcome =
  | { readonly kind: 'done'; readonly totals: ChainTotals; readonly proposalScales: Float64Array }
  | {
      readonly kind: 'stopped';
      readonly phase: 'tuning' | 'sampling';
      readonly draws: number;
      readonly totals: ChainTotals;
    }
  | Extract<InitialPoint, { kind: 'bad-start' }>;

export function runMetropolis(
  density: Density,
  settings: MetropolisSettings,
  random: Random,
  sink: ChainSink,
  clock: Clock,
): MetropolisOutcome {
  const begun = clock.now();
  const walk = new Walk(density, random);
  const start = findStart(density, walk.state, random, settings, sink.start);
  if (start.kind === 'bad-start') return start;

  const report = reporter(sink, clock, settings.tune + settings.draws * settings.thin, begun);
  let tuneMs = 0;
  let tuneEvaluations = 0;
  const totals = (): ChainTotals => ({
    gradientsTune: start.attempts + (tuneEvaluations || walk.evaluations),
    gradientsDraws: tuneEvaluations === 0 ? 0 : walk.evaluations - tuneEvaluations,
    divergencesTune: 0,
    divergencesDraws: 0,
    tuneMs: tuneMs || clock.now() - begun,
    drawsMs: tuneMs === 0 ? 0 : clock.now() - begun - tuneMs,
  });
  for (let draw = 0; draw < settings.tune; draw++) {
    if (sink.shouldStop?.()) return { kind: 'stopped', phase: 'tuning', draws: 0, totals: totals() };
    const acceptance = walk.move();
    walk.adapt(draw, settings.tune, acceptance);
    report('tuning', draw + 1, 0, walk.factor, 1);
  }
  tuneMs = clock.now() - begun;
  tuneEvaluations = walk.evaluations;

  const stats = newDrawStats();
  stats.gradients = settings.thin;
  stats.stepSize = walk.factor;
  for (let draw = 0; draw < settings.draws; draw++) {
    if (sink.shouldStop?.()) return { kind: 'stopped', phase: 'sampling', draws: draw, totals: totals() };
    let acceptance = 0;
    for (let k = 0; k < settings.thin; k++) acceptance += walk.move();
    stats.logDensity = walk.state.logDensity;
    stats.energy = -walk.state.logDensity;
    stats.acceptance = acceptance / settings.thin;
    const done = draw + 1;
    sink.draw(draw, walk.state, stats, () => ({
      done,
      position: [...walk.state.position],
      gradient: [...walk.state.gradient],
      logDensity: walk.state.logDensity,
      inverseMass: [...walk.scales],
      stepSize: walk.factor,
      random: random.state(),
      totals: totals(),
    }));
    report('sampling', settings.tune + done * settings.thin, 0, walk.factor, settings.thin);
  }
  return { kind: 'done', totals: totals(), proposalScales: walk.scales.map((scale) => scale * walk.factor) };
}

const RENEWALS = [1 / 32, 1 / 16, 1 / 8, 3 / 16, 1 / 4, 3 / 8, 1 / 2, 5 / 8] as const;

/** The current point, the proposal, and the running statistics for adaptation. */
class Walk {
  state: State;
  evaluations = 0;
  /** Per coordinate; the step's standard deviation is this times `factor`. */
  readonly scales: Float64Array;
  factor: number;
  readonly #density: Density;
  readonly #random: Random;
  readonly #draws: Welford;
  readonly #target: number;
  #proposal: State;
  #lateLogFactors = 0;
  #lateCount = 0;

  constructor(density: Density, random: Random) {
    const { dimension } = density;
    this.#density = density;
    this.#random = random;
    this.state = density.newState();
    this.#proposal = density.newState();
    this.scales = new Float64Array(dimension).fill(1);
    this.factor = 2.38 / Math.sqrt(Math.max(1, dimension));
    this.#draws = new Welford(dimension);
    this.#target = 0.234 + (0.44 - 0.234) / Math.max(1, dimension);
  }

  /** One proposal; returns its probability of acceptance. */
  move(): number {
    const { state } = this;
    const proposal = this.#proposal;
    for (let i = 0; i < this.scales.length; i++) {
      proposal.position[i] = state.position[i] + this.factor * this.scales[i] * this.#random.normal();
    }
    this.#density.evaluate(proposal);
    this.evaluations += 1;
    const difference = proposal.logDensity - state.logDensity;
    // Proposals at which the density fails are rejected.
    const acceptance = Number.isFinite(proposal.logDensity) ? exp(Math.min(0, difference)) : 0;
    if (this.#random.next() < acceptance) {
      this.state = proposal;
      this.#proposal = state;
    }
    return acceptance;
  }

  adapt(draw: number, tune: number, acceptance: number): void {
    const logFactor = log(this.factor) + (acceptance - this.#target) / Math.sqrt(1 + draw / 10);
    this.factor = exp(logFactor);
    this.#draws.add(this.state.position);
    // Scales are updated at the shares of tuning in `RENEWALS`, from the draws since the last update;
    // the factor is averaged over the last quarter, when the scales no longer change.
    if (draw >= 0.75 * tune) {
      this.#lateLogFactors += logFactor;
      this.#lateCount += 1;
    }
    if (draw === tune - 1) this.factor = exp(this.#lateLogFactors / this.#lateCount);
    const renewals = RENEWALS.map((share) => Math.floor(share * tune));
    if (!renewals.includes(draw + 1) || this.#draws.count < 20) return;
    for (let i = 0; i < this.scales.length; i++) {
      const sd = Math.sqrt(this.#draws.variance(i));
      if (sd > 0 && Number.isFinite(sd)) this.scales[i] = sd;
    }
    this.#draws.reset();
  }
}
