/**
 * Whether tuning can end early. Compares the last two windows of `WINDOW` draws: tuning has settled where neither
 * the log density nor a coordinate drifts, scales agree within their sampling noise, the step size no longer changes,
 * and trajectories no longer become shorter.
 */

import { numbersOfMoments, numbersOfWindow } from '../../../kernel/tuning-layout.ts';
import { log } from '../../../math/elementary.ts';
import type { Nuts } from '../nuts.ts';
import { DrawsAndGradients } from './draws-and-gradients.ts';
import { Welford } from './welford.ts';

export const WINDOW = 50;
/** Change of the mean log density between windows, in its standard deviations. A steady climb gives 3.5. */
const MOST_CLIMB = 1;
/** The same for positions: root mean square over the coordinates, and the largest. */
const MOST_DRIFT = 1;
const MOST_DRIFT_OF_ONE = 2;
/** Change of log M⁻¹ in units of its sd for independent draws, √(2 / WINDOW): root mean square, and the largest. */
const MOST_CHANGE = 2;
const MOST_CHANGE_OF_ONE = 6;
/** Change of the log of the averaged step size. */
const MOST_STEP_CHANGE = 0.2;
/** Gradients per draw, relative to the window before. */
const LEAST_GRADIENTS = 0.75;

const noise = Math.sqrt(2 / WINDOW);

interface Window {
  readonly moments: DrawsAndGradients;
  readonly logDensity: Welford;
  /** Of one number, in memory that the kernel of a compiled model writes too. */
  readonly gradients: Float64Array;
  logStep: number;
}

export class Settling {
  #now: Window;
  #before: Window;
  readonly #logDensity = new Float64Array(1);

  /** @param memory of the two windows */
  constructor(
    dimension: number,
    memory: readonly Float64Array[] = [0, 1].map(() => new Float64Array(numbersOfWindow(dimension))),
  ) {
    [this.#now, this.#before] = memory.map((one) => newWindow(dimension, one));
  }

  /** The window that is open, to which the kernel of a compiled model adds draws, too. */
  get window(): Float64Array {
    return this.#now.moments.memory;
  }

  /** Draws before the one that ends the window. */
  get left(): number {
    return WINDOW - 1 - this.#now.moments.count;
  }

  /** Adds a draw. @returns whether it ends a window after which tuning has settled. */
  add({ state, last }: Nuts, averagedStep: number): boolean {
    const now = this.#now;
    now.moments.add(state.position, state.gradient);
    this.#logDensity[0] = state.logDensity;
    now.logDensity.add(this.#logDensity);
    now.gradients[0] += last.leapfrogs;
    now.logStep = log(averagedStep);
    if (now.moments.count < WINDOW) return false;
    const before = this.#before;
    const isSettled = before.moments.count === WINDOW && hasSettled(before, now);
    this.#openWindow();
    return isSettled;
  }

  #openWindow(): void {
    [this.#now, this.#before] = [this.#before, this.#now];
    const now = this.#now;
    now.moments.reset();
    now.logDensity.reset();
    now.gradients[0] = 0;
  }
}

function newWindow(dimension: number, memory: Float64Array): Window {
  const ofDraws = 2 * numbersOfMoments(dimension);
  const ofDensity = numbersOfMoments(1);
  return {
    moments: new DrawsAndGradients(dimension, memory.subarray(0, ofDraws)),
    logDensity: new Welford(1, memory.subarray(ofDraws, ofDraws + ofDensity)),
    gradients: memory.subarray(ofDraws + ofDensity).fill(0),
    logStep: 0,
  };
}

function hasSettled(before: Window, now: Window): boolean {
  return (
    now.gradients[0] >= LEAST_GRADIENTS * before.gradients[0] &&
    Math.abs(now.logStep - before.logStep) <= MOST_STEP_CHANGE &&
    drift(before.logDensity, now.logDensity, 0) <= MOST_CLIMB &&
    positionsStay(before, now) &&
    scalesStay(before, now)
  );
}

/** Change of the mean in standard deviations within the windows; 0 where the coordinate does not move. */
function drift(before: Welford, now: Welford, i: number): number {
  const change = Math.abs(now.mean(i) - before.mean(i));
  return change === 0 ? 0 : change / Math.sqrt(0.5 * (before.variance(i) + now.variance(i)));
}

function positionsStay({ moments: before }: Window, { moments: now }: Window): boolean {
  return areSmall(now.dimension, MOST_DRIFT, MOST_DRIFT_OF_ONE, (i) => drift(before.draws, now.draws, i));
}

function scalesStay({ moments: before }: Window, { moments: now }: Window): boolean {
  return areSmall(now.dimension, MOST_CHANGE * noise, MOST_CHANGE_OF_ONE * noise, (i) => {
    const change = Math.abs(log(now.inverseMass(i) / before.inverseMass(i)));
    // A coordinate without an estimate keeps its scale.
    return Number.isFinite(change) ? change : 0;
  });
}

function areSmall(
  count: number,
  rootMeanSquare: number,
  largest: number,
  of: (i: number) => number,
): boolean {
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const value = of(i);
    if (!(value <= largest)) return false;
    squares += value * value;
  }
  return squares <= count * rootMeanSquare * rootMeanSquare;
}
