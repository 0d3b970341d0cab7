/** The leapfrog step size: a first guess by doubling or halving, then Nesterov's dual averaging. */

import { methods } from '../../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../../grammar/methods/setting.ts';
import {
  GAMMA,
  KAPPA,
  LOG_AVERAGED,
  LOG_STEP,
  MAX_STEP,
  MU,
  ROUND,
  SHORTFALL,
  STEP_NUMBERS,
  T0,
  TARGET_ACCEPT,
} from '../../../kernel/record.ts';
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
  /** All that it knows, as in `kernel/record.ts`: the kernel of a compiled model makes rounds too. */
  readonly numbers = new Float64Array(STEP_NUMBERS);

  constructor({ targetAccept, gamma, t0, kappa, maxStep }: DualAveragingSettings, stepSize: number) {
    this.numbers[TARGET_ACCEPT] = targetAccept;
    this.numbers[GAMMA] = gamma;
    this.numbers[T0] = t0;
    this.numbers[KAPPA] = kappa;
    this.numbers[MAX_STEP] = maxStep;
    this.restart(stepSize);
  }

  /** Forgets all rounds and starts from `stepSize`. */
  restart(stepSize: number): void {
    const { numbers } = this;
    const capped = Math.min(stepSize, numbers[MAX_STEP]);
    numbers[MU] = log(10 * capped);
    numbers[LOG_STEP] = log(capped);
    numbers[LOG_AVERAGED] = numbers[LOG_STEP];
    numbers[SHORTFALL] = 0;
    numbers[ROUND] = 1;
  }

  /** One round with the mean acceptance of the last trajectory. */
  update(acceptance: number): void {
    const { numbers } = this;
    const round = numbers[ROUND];
    const weight = 1 / (round + numbers[T0]);
    numbers[SHORTFALL] = (1 - weight) * numbers[SHORTFALL] + weight * (numbers[TARGET_ACCEPT] - acceptance);
    const proposed = numbers[MU] - (numbers[SHORTFALL] * Math.sqrt(round)) / numbers[GAMMA];
    numbers[LOG_STEP] = Math.min(proposed, log(numbers[MAX_STEP]));
    const share = exp(-numbers[KAPPA] * log(round));
    numbers[LOG_AVERAGED] = share * numbers[LOG_STEP] + (1 - share) * numbers[LOG_AVERAGED];
    numbers[ROUND] = round + 1;
  }

  get targetAccept(): number {
    return this.numbers[TARGET_ACCEPT];
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
    this.numbers[TARGET_ACCEPT] = targetAccept;
    this.#goOnAbout(0.5 * this.averaged);
  }

  #goOnAbout(stepSize: number): void {
    this.restart(stepSize);
    this.numbers[GAMMA] = REFINING_GAMMA;
    this.numbers[MU] = this.numbers[LOG_STEP];
  }

  /** The step for the next tuning draw. */
  get current(): number {
    return exp(this.numbers[LOG_STEP]);
  }

  /** The step for the kept draws. */
  get averaged(): number {
    return exp(this.numbers[LOG_AVERAGED]);
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
