// Transitions of NUTS: methods/nuts/nuts.ts, operation by operation and random number by random number,
// so that both give the same draws bit for bit.
import { exp } from '../../math/assembly/elementary';
import {
  ACCEPTANCE, DEPTH, DIVERGED_FROM, DIVERGED_INDEX, DIVERGED_TO, DIVERGING, END, ENERGY, ENERGY_ERROR, GO_ON, INDEX,
  LARGEST_ERROR, LEAPFROGS, MAX_DEPTH, STOP, STOPPED, SYMMETRIC_ACCEPTANCE, TURNING,
} from '../record';
import { setInteger, setNumber } from './exchange';
import { begin, leapfrog, operationsOfStep } from './metric';
import { ask, energyOf, indexOf, logDensityOf, setEnergy, setHolders, setIndex } from './model';
import { release, take } from './pool';
import { nextUniform } from './random';
import {
  align, chosen, first, last, releaseAll, setChosen, setFirst, setLast, setOffset, setWeight, subtreeAt, weight,
} from './subtree';
import { turningJoin } from './turning';

/** A fall in energy beyond this becomes the offset of a weight, which would overflow; as in nuts.ts. */
const FAR_FALL: f64 = 600;

/** How an attempt to extend a trajectory went: this, or one of the ends of `record.ts`. */
const COMPLETE = 0;

let maxEnergyError: f64 = 0;
let originEnergy: f64 = 0;
let signedStep: f64 = 0;
let acceptanceSum: f64 = 0;
let symmetricSum: f64 = 0;
let largestError: f64 = 0;
let leapfrogs: i32 = 0;

/** Scalar operations until it is asked again whether to stop: a few milliseconds of them… */
const OPERATIONS_UNASKED: f64 = 100000;
/** …but no more steps than this. */
const STEPS_UNASKED: f64 = 64;
let stepsUnasked: i32 = 1;
let sinceAsked: i32 = 0;
/** What was answered last. */
let answer: i32 = GO_ON;

/** Until the next answer, blocks go on. */
export function forgetAnswer(): void { answer = GO_ON; }
/** Whether blocks are to end. */
export function isAnswered(): bool { return answer != GO_ON; }

/** Moves from `origin` by one transition, describes it in the record and returns the new point. */
export function transition(origin: usize, stepSize: f64, maxTreeDepth: i32, mostEnergyError: f64): usize {
  maxEnergyError = mostEnergyError;
  stepsUnasked = <i32>min(STEPS_UNASKED, OPERATIONS_UNASKED / operationsOfStep());
  originEnergy = begin(origin);
  setIndex(origin, 0);
  acceptanceSum = 0;
  symmetricSum = 0;
  largestError = 0;
  leapfrogs = 0;
  let depth = 0;
  let end = MAX_DEPTH;

  let left = origin, right = origin, point = origin;
  // As left end, right end, chosen point, and as the point to go back to where the trajectory is stopped.
  setHolders(origin, 4);
  const grown = subtreeAt(maxTreeDepth), whole = subtreeAt(maxTreeDepth + 1);
  setWeight(whole, 1.0);
  setOffset(whole, 0.0);
  while (depth < maxTreeDepth) {
    const forward = nextUniform() < 0.5;
    signedStep = forward ? stepSize : -stepSize;
    const extension = extend(depth, forward ? right : left, grown);
    if (extension != COMPLETE) {
      end = extension;
      break;
    }
    depth += 1;

    align(whole, grown);
    const known = weight(whole), added = weight(grown);
    if (added >= known || nextUniform() * known < added) {
      release(point);
      point = chosen(grown);
    } else {
      release(chosen(grown));
    }
    setWeight(whole, known + added);

    const turned = forward
      ? turningJoin(left, right, first(grown), last(grown))
      : turningJoin(last(grown), first(grown), left, right);
    release(first(grown));
    if (forward) {
      release(right);
      right = last(grown);
    } else {
      release(left);
      left = last(grown);
    }
    if (turned) {
      end = TURNING;
      break;
    }
  }
  release(left);
  release(right);
  // Half a trajectory is no transition.
  const next = end == STOPPED ? origin : point;
  release(next == origin ? point : origin);
  setInteger(END, end);
  setInteger(DEPTH, depth);
  setInteger(LEAPFROGS, leapfrogs);
  setInteger(INDEX, indexOf(next));
  setNumber(ENERGY, energyOf(next));
  setNumber(ACCEPTANCE, leapfrogs > 0 ? acceptanceSum / <f64>leapfrogs : 1);
  setNumber(SYMMETRIC_ACCEPTANCE, leapfrogs > 0 ? symmetricSum / <f64>leapfrogs : 1);
  setNumber(LARGEST_ERROR, largestError);
  return next;
}

/** Acceptance min(1, r) of a single leapfrog step under a fresh momentum; 0 on failure. */
export function probe(origin: usize, stepSize: f64): f64 {
  originEnergy = begin(origin);
  const state = take();
  setHolders(state, 1);
  const kinetic = leapfrog(origin, state, stepSize);
  const error = kinetic - logDensityOf(state) - originEnergy;
  release(state);
  if (!isFinite(error)) return 0;
  return error <= 0 ? 1.0 : exp(-error);
}

/**
 * Builds 2^level points from `from` on, `from` not included, into the subtree `into`. Where the outcome is not
 * COMPLETE, nothing is held and `into` means nothing.
 */
function extend(level: i32, from: usize, into: usize): i32 {
  if (level == 0) return step(from, into);
  const firstHalf = extend(level - 1, from, into);
  if (firstHalf != COMPLETE) return firstHalf;
  const second = subtreeAt(level - 1);
  const secondHalf = extend(level - 1, last(into), second);
  if (secondHalf != COMPLETE) {
    releaseAll(into);
    return secondHalf;
  }

  const turned = signedStep > 0
    ? turningJoin(first(into), last(into), first(second), last(second))
    : turningJoin(last(second), first(second), last(into), first(into));
  if (turned) {
    releaseAll(into);
    releaseAll(second);
    return TURNING;
  }
  align(into, second);
  const both = weight(into) + weight(second);
  if (nextUniform() * both < weight(second)) {
    release(chosen(into));
    setChosen(into, chosen(second));
  } else {
    release(chosen(second));
  }
  release(last(into));
  release(first(second));
  setLast(into, last(second));
  setWeight(into, both);
  return COMPLETE;
}

/** One leapfrog step from `from`: a subtree of a single point. */
function step(from: usize, into: usize): i32 {
  sinceAsked += 1;
  if (sinceAsked >= stepsUnasked) {
    sinceAsked = 0;
    answer = ask();
    if (answer == STOP) return STOPPED;
  }
  const state = take();
  const kinetic = leapfrog(from, state, signedStep);
  leapfrogs += 1;
  setIndex(state, signedStep > 0 ? indexOf(from) + 1 : indexOf(from) - 1);
  const energy = kinetic - logDensityOf(state);
  setEnergy(state, energy);
  const error = energy - originEnergy;

  if (!(error <= maxEnergyError) || error == -Infinity) {
    setInteger(DIVERGED_FROM, <i32>from);
    setInteger(DIVERGED_TO, <i32>state);
    setInteger(DIVERGED_INDEX, indexOf(state));
    setNumber(ENERGY_ERROR, error);
    setHolders(state, 1);
    release(state);
    return DIVERGING;
  }
  const r = exp(-error);
  if (error <= 0) {
    acceptanceSum += 1;
    symmetricSum += 2.0 / (1.0 + r);
  } else {
    largestError = max(largestError, error);
    acceptanceSum += r;
    symmetricSum += (2.0 * r) / (1.0 + r);
  }
  setHolders(state, 3);
  setFirst(into, state);
  setLast(into, state);
  setChosen(into, state);
  const isFar = -error > FAR_FALL;
  setWeight(into, isFar ? 1.0 : r);
  setOffset(into, isFar ? -error : 0.0);
  return COMPLETE;
}
