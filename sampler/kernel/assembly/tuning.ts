// A block of tuning draws: transition after transition, and between them what the step size, the diagonal metric and
// the windows of draws learn, as methods/nuts/adapt does it. What it learns at the ends of windows is left to JavaScript.
import { exp } from '../../math/assembly/elementary';
import { log } from '../../math/assembly/log';
import {
  ACCEPTANCE, DIVERGING, DRAWS_OF_BLOCK, END, GAMMA, KAPPA, LARGEST_ERROR, LEAPFROGS, LEAPFROGS_OF_BLOCK, LOG_AVERAGED,
  LOG_STEP, MAX_STEP, MU, ROUND, SHORTFALL, STOPPED, SYMMETRIC_ACCEPTANCE, T0, TARGET_ACCEPT,
} from '../record';
import { integer, number, ofStep, setInteger, setOfStep } from './exchange';
import { gradientOf, indexOf, vectorBytes } from './model';
import { addDraw, addDrawInFull, writeMetric } from './moments';
import { forgetAnswer, isAnswered, transition } from './transition';

/**
 * Transitions from `origin` on, `most` of them or fewer: it ends where the caller stops the chain or wants to see it,
 * where a trajectory diverges, and with an energy error above `mostError`, unless the step was more than `longer` times
 * the average of those so far. All but the last are learned from. Windows
 * are addresses, 0 for none: of draws that moved the foreground, which the metric is from where it `renews`, and the
 * background; then one of all draws, and where positions, gradients and moves are logged. Returns the new point.
 */
export function tuneBlock(
  origin: usize, maxTreeDepth: i32, mostEnergyError: f64, most: i32, mostError: f64, longer: f64, acceptance: i32,
  foreground: usize, background: usize, renews: bool, all: usize, positions: usize, gradients: usize, moves: usize,
): usize {
  let point = origin;
  let draws = 0;
  let steps = 0;
  forgetAnswer();
  while (true) {
    const stepSize = exp(ofStep(LOG_STEP));
    point = transition(point, stepSize, maxTreeDepth, mostEnergyError);
    const end = integer(END);
    if (end == STOPPED) break;
    const leapfrogs = integer(LEAPFROGS);
    steps += leapfrogs;
    draws += 1;
    if (draws == most || end == DIVERGING || isAnswered()) break;
    if (number(LARGEST_ERROR) > mostError && stepSize <= longer * exp(ofStep(LOG_AVERAGED))) break;

    const hasMoved = indexOf(point) != 0;
    if (hasMoved) {
      if (foreground != 0) addDraw(foreground, point);
      if (background != 0) addDraw(background, point);
    }
    if (renews) writeMetric(foreground);
    average(number(acceptance));
    if (all != 0) addDrawInFull(all, point, leapfrogs);
    if (positions != 0) {
      const row = <usize>(draws - 1) * vectorBytes;
      memory.copy(positions + row, point, vectorBytes);
      memory.copy(gradients + row, gradientOf(point), vectorBytes);
      store<u8>(moves + draws - 1, hasMoved ? 1 : 0);
    }
  }
  setInteger(DRAWS_OF_BLOCK, draws);
  setInteger(LEAPFROGS_OF_BLOCK, steps);
  return point;
}

/** A round of dual averaging: `update` of step-size.ts. */
function average(acceptance: f64): void {
  const round = ofStep(ROUND);
  const weight = 1.0 / (round + ofStep(T0));
  const shortfall = (1.0 - weight) * ofStep(SHORTFALL) + weight * (ofStep(TARGET_ACCEPT) - acceptance);
  setOfStep(SHORTFALL, shortfall);
  const proposed = ofStep(MU) - (shortfall * sqrt(round)) / ofStep(GAMMA);
  const logStep = min(proposed, log(ofStep(MAX_STEP)));
  setOfStep(LOG_STEP, logStep);
  const share = exp(-ofStep(KAPPA) * log(round));
  setOfStep(LOG_AVERAGED, share * logStep + (1.0 - share) * ofStep(LOG_AVERAGED));
  setOfStep(ROUND, round + 1.0);
}
