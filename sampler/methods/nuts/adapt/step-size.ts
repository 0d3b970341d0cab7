/** The leapfrog step size: a first guess by doubling or halving, then Nesterov's dual averaging. */

import { methods } from '../../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../../grammar/methods/setting.ts';
import { exp, log } from '../../../math/elementary.ts';
import type { Random } from '../../../random.ts';
import type { Nuts } from '../nuts.ts';

export interface DualAveragingSettings {
  /** Mean acceptance to aim at, in (0, 1). */
  readonly targetAccept: number;
  /** Pull towards `log(10 × first guess)`: smaller pulls less. */
  readonly gamma: number;
  /** Weight of the first rounds: larger calms them. */
  readonly t0: number;
  /** Forgetting in the average of the iterates, in (0.5, 1]. */
  readonly kappa: number;
  readonly maxStep: number;
}

export const defaultDualAveraging: DualAveragingSettings = {
  targetAccept: defaultsOf(methods.nuts.settings).target_accept,
  gamma: 0.05,
  t0: 10,
  kappa: 0.75,
  maxStep: Math.PI,
};

/** Replaces `gamma` once the step is roughly known. */
const REFINING_GAMMA = 0.4;

/** Hoffman and Gelman 2014, section 3.2.1, equation 6. */
export class DualAveraging {
  readonly #settings: DualAveragingSettings;
  #targetAccept: number;
  #gamma: number;
  #mu = 0;
  #logStep = 0;
  #logAveraged = 0;
  #error = 0;
  #round = 1;

  constructor(settings: DualAveragingSettings, stepSize: number) {
    this.#settings = settings;
    this.#targetAccept = settings.targetAccept;
    this.#gamma = settings.gamma;
    this.restart(stepSize);
  }

  /** Forgets all rounds and starts from `stepSize`. */
  restart(stepSize: number): void {
    const capped = Math.min(stepSize, this.#settings.maxStep);
    this.#mu = log(10 * capped);
    this.#logStep = log(capped);
    this.#logAveraged = this.#logStep;
    this.#error = 0;
    this.#round = 1;
  }

  /** One round with the mean acceptance of the last trajectory. */
  update(acceptance: number): void {
    const { t0, kappa, maxStep } = this.#settings;
    const round = this.#round;
    const weight = 1 / (round + t0);
    this.#error = (1 - weight) * this.#error + weight * (this.#targetAccept - acceptance);
    const proposed = this.#mu - (this.#error * Math.sqrt(round)) / this.#gamma;
    this.#logStep = Math.min(proposed, log(maxStep));
    const share = exp(-kappa * log(round));
    this.#logAveraged = share * this.#logStep + (1 - share) * this.#logAveraged;
    this.#round = round + 1;
  }

  get targetAccept(): number {
    return this.#targetAccept;
  }

  /**
   * Restarts around the step found so far, with smaller moves. The first result is too short: its rounds swing
   * widely, and long steps cost more acceptance than short ones gain.
   */
  refine(): void {
    this.#goOnAbout(this.averaged);
  }

  /** The same for a higher acceptance, around half the step. */
  raise(targetAccept: number): void {
    this.#targetAccept = targetAccept;
    this.#goOnAbout(0.5 * this.averaged);
  }

  #goOnAbout(stepSize: number): void {
    this.restart(stepSize);
    this.#gamma = REFINING_GAMMA;
    this.#mu = this.#logStep;
  }

  /** The step for the next tuning draw. */
  get current(): number {
    return exp(this.#logStep);
  }

  /** The step for the kept draws. */
  get averaged(): number {
    return exp(this.#logAveraged);
  }
}

/**
 * A step size of the right magnitude: doubled or halved from `guess` until the acceptance of one
 * leapfrog step crosses `targetAccept` (Hoffman and Gelman 2014, algorithm 4, with the target in place
 * of one half). A failing step counts as acceptance 0. Returns the first step size beyond the crossing
 * on the side that accepts.
 */
export function findStepSize(
  nuts: Nuts,
  random: Random,
  guess: number,
  settings: DualAveragingSettings,
): number {
  const { targetAccept, maxStep } = settings;
  let step = Math.min(guess, maxStep);
  if (nuts.probe(random, step) > targetAccept) {
    while (step < maxStep) {
      const doubled = Math.min(2 * step, maxStep);
      if (nuts.probe(random, doubled) <= targetAccept) return step;
      step = doubled;
    }
    return step;
  }
  while (step > 1e-10) {
    step /= 2;
    if (nuts.probe(random, step) >= targetAccept) return step;
  }
  return step;
}
