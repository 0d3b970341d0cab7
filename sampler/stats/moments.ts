/** Two-pass mean, variance and standard deviation. */

export function mean(values: ArrayLike<number>, from = 0, to = values.length): number {
  const first = sumOfDeviations(values, 0, from, to) / (to - from);
  // A second pass over the residuals corrects the rounding of the first sum.
  return first + sumOfDeviations(values, first, from, to) / (to - from);
}

/** Unbiased variance; NaN below two values. */
export function variance(values: ArrayLike<number>, from = 0, to = values.length): number {
  const centre = mean(values, from, to);
  let a = 0;
  let b = 0;
  let i = from;
  for (; i + 1 < to; i += 2) {
    const x = values[i] - centre;
    const y = values[i + 1] - centre;
    a += x * x;
    b += y * y;
  }
  if (i < to) a += (values[i] - centre) ** 2;
  return (a + b) / (to - from - 1);
}

/** With the divisor n − 1; NaN below two values. Rescales where squares overflow or underflow. */
export function sd(values: ArrayLike<number>): number {
  const square = variance(values);
  if (square > LEAST_SQUARE && square < Number.POSITIVE_INFINITY) return Math.sqrt(square);
  const unit = largestDistance(values, mean(values));
  if (!(unit > 0) || unit === Number.POSITIVE_INFINITY) return Math.sqrt(square);
  return unit * Math.sqrt(variance(Float64Array.from(values, (value) => value / unit)));
}

/** Smaller sums of squares have lost digits. */
const LEAST_SQUARE = 1e-290;

export function largestDistance(values: ArrayLike<number>, centre: number): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] - centre));
  return most;
}

/** Four interleaved sums, so that additions do not depend on each other. */
function sumOfDeviations(values: ArrayLike<number>, centre: number, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += values[i] - centre;
    b += values[i + 1] - centre;
    c += values[i + 2] - centre;
    d += values[i + 3] - centre;
  }
  for (; i < to; i++) a += values[i] - centre;
  return a + b + (c + d);
}
