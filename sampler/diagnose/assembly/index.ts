// The row of one quantity of a summary (diagnose/describe-by-reference.ts is the reference), in one call: of finite draws that
// vary, in chains of an even length that mix within a few hundred lags.
import {ESS_BULK, ESS_TAIL, 
  HDI_HIGH, HDI_LOW, K_MEAN, K_SD, MCSE_MEAN, MCSE_SD, MEAN, Q3, Q50, Q97, R_HAT, RECORD, SD,
} from '../row-record';
import { ofNumbers, ofShareOfFirst } from './effective-size';
import { centred, chains, get, half, n, order, otherOrder, pair, place, scores, set, setPair, sorted, squares, values, work } from './memory';
import { mean, variance, varianceAround } from './moments';
import { countUpTo, narrowest, normalScores, outwards, quantile, sort } from './order';
import { lengthOfTail, shapeOfHeavierTail } from './tails';

export { place };
export function addressOfValues(): usize { return values; }
export function addressOfScores(): usize { return scores; }

const EPSILON = 2.220446049250313e-16;

// @ts-expect-error: decorator
@inline function tell(k: i32, value: f64): void { store<f64>(RECORD + 8 * k, value); }

/** False where the draws are of another kind, which is left to the reference. @param mass of the interval. */
export function describe(mass: f64): bool {
  if (n & 1 || half < 4 || !findExtremes()) return false;
  const low = lowest, high = highest;
  if (!(high - low > 4.0 * EPSILON * max(abs(low), abs(high)))) return false;
  // Squares stay within the range of numbers.
  if (!(high - low > 1e-100 && high - low < 1e100)) return false;
  if (!sort(low, high)) return false;

  const centre = mean(values, 0, n);
  const sd = sqrt(varianceAround(values, centre, 0, n));
  const sizeOfMean = ofNumbers(values);
  tell(MEAN, centre);
  tell(SD, sd);
  tell(MCSE_MEAN, sd / sqrt(sizeOfMean));
  tell(Q3, quantile(sorted, 0.03));
  tell(Q50, quantile(sorted, 0.5));
  tell(Q97, quantile(sorted, 0.97));
  const span = min(<i32>floor(mass * <f64>n), n - 1);
  const from = narrowest(span);
  tell(HDI_LOW, get(sorted, from));
  tell(HDI_HIGH, get(sorted, from + span));
  const sizeOfTails = min(
    ofShareOfFirst(order, countUpTo(sorted, quantile(sorted, LOWER), positionOf(LOWER))),
    ofShareOfFirst(order, countUpTo(sorted, quantile(sorted, UPPER), positionOf(UPPER))),
  );
  tell(ESS_TAIL, sizeOfTails);
  tell(K_MEAN, shapeOfHeavierTail(sorted, sizeOfTails));

  normalScores(sorted, order, scores, work);
  const sizeOfBulk = ofNumbers(work);
  const bulk = potentialScaleReduction(work);
  // The median of an even number of draws.
  outwards((get(sorted, n / 2 - 1) + get(sorted, n / 2)) / 2, squares, n / 2, n / 2);
  normalScores(squares, otherOrder, scores, work);
  const tail = potentialScaleReduction(work);
  tell(ESS_BULK, sizeOfBulk);
  tell(R_HAT, isNaN(tail) ? bulk : max(bulk, tail));

  const unit = max(high - centre, centre - low);
  const fourth = squaresOf(values, centre, unit);
  const second = mean(squares, 0, n);
  const sizeOfSquares = ofNumbers(squares);
  tell(MCSE_SD, unit * sqrt((fourth / <f64>n - second * second) / sizeOfSquares / second / 4.0));
  const sizeOfSquaredTails = tellShapeOfSquares(centre, unit);
  return isFinite(sizeOfMean) && isFinite(sizeOfTails) && isFinite(sizeOfBulk) && isFinite(sizeOfSquares)
    && isFinite(sizeOfSquaredTails) && get(values, n - 1) - get(values, 0) > 4.0 * EPSILON;
}

/** Probabilities whose quantiles are the ends of the bulk. */
const LOWER = 0.05;
const UPPER = 0.95;
let lowest: f64 = 0;
let highest: f64 = 0;

/** False where a draw is not finite. */
function findExtremes(): bool {
  let least = pair(values, 0), most = least;
  let zero = f64x2.splat(0);
  for (let i = 0; i < n; i += 2) {
    const x = pair(values, i);
    zero = f64x2.add(zero, f64x2.sub(x, x));
    least = f64x2.pmin(least, x);
    most = f64x2.pmax(most, x);
  }
  lowest = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  highest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  // A draw that is not finite leaves NaN.
  return f64x2.extract_lane(zero, 0) + f64x2.extract_lane(zero, 1) == 0;
}

/** Draws up to the quantile of this probability, where it is not tied. */
function positionOf(probability: f64): i32 { return <i32>floor(<f64>(n - 1) * probability) + 1; }

/**
 * Tells k-hat of the squared distances from the mean, which take the place of the draws, in order: only as many of
 * the smallest and the largest as are looked at. Returns the effective size of their tails.
 */
function tellShapeOfSquares(centre: f64, unit: f64): f64 {
  let ends = min(positionOf(LOWER) + 3, n / 2);
  putSquares(centre, unit, ends);
  let below = countUpTo(values, quantile(values, LOWER), positionOf(LOWER));
  let above = countUpTo(values, quantile(values, UPPER), positionOf(UPPER));
  const isTied = below >= ends || above <= n - ends;
  if (isTied && ends < n / 2) {
    ends = n / 2;
    putSquares(centre, unit, ends);
    below = countUpTo(values, quantile(values, LOWER), positionOf(LOWER));
    above = countUpTo(values, quantile(values, UPPER), positionOf(UPPER));
  }
  const size = min(ofShareOfFirst(otherOrder, below), ofShareOfFirst(otherOrder, above));
  const length = min(lengthOfTail(size) + 1, n / 2);
  if (length > ends) putSquares(centre, unit, length);
  tell(K_SD, shapeOfHeavierTail(values, size));
  return size;
}

function putSquares(centre: f64, unit: f64, ends: i32): void {
  outwards(centre, values, ends, ends);
  squareDistances(unit, 0, ends);
  squareDistances(unit, n - ends, n);
}

function squareDistances(unit: f64, from: i32, to: i32): void {
  for (let k = from; k < to; k++) {
    const distance = get(values, k) / unit;
    set(values, k, distance * distance);
  }
}

/** ((x − centre) / unit)² into `squares`; returns the sum of their squares. */
function squaresOf(x: usize, centre: f64, unit: f64): f64 {
  const c = f64x2.splat(centre), u = f64x2.splat(unit);
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i += 2) {
    const distance = f64x2.div(f64x2.sub(pair(x, i), c), u);
    const square = f64x2.mul(distance, distance);
    setPair(squares, i, square);
    sum = f64x2.add(sum, f64x2.mul(square, square));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Gelman and Rubin's ratio of total to within-chain standard deviation; NaN for a constant. */
function potentialScaleReduction(x: usize): f64 {
  const length = <f64>half;
  let within = 0.0;
  const means = centred;
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * half, to = from + half;
    const centre = mean(x, from, to);
    set(means, chain, centre);
    within += varianceAround(x, centre, from, to) / <f64>chains;
  }
  return sqrt(((length * variance(means, 0, chains)) / within + length - 1.0) / length);
}
