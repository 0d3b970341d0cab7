/**
 * Whether probabilities of yes/no outcomes are calibrated: the miscalibration of Dimitriadis, Gneiting and Jordan
 * (2021), that is how much smaller the Brier score becomes where the probabilities are replaced by the outcomes'
 * monotone regression on them (pooled adjacent violators), against outcomes simulated from the probabilities.
 */
import type { Random } from '../../random.ts';
import { sortedOrder } from '../../stats/argsort.ts';

const SIMULATIONS = 2000;
/** Once as many simulations are as miscalibrated, the p-value cannot become small. */
const DECIDED = 100;

/** @param outcomes 0 or 1. @returns the p-value, at least 1 / (simulations + 1) */
export function calibrationTest(
  probabilities: Float64Array,
  outcomes: Float64Array,
  random: Pick<Random, 'next'>,
): number {
  const order = sortedOrder(probabilities);
  const p = Float64Array.from(order, (i) => probabilities[i]);
  const observed = miscalibration(
    p,
    Float64Array.from(order, (i) => outcomes[i]),
  );
  const simulated = new Float64Array(p.length);
  let beyond = 0;
  for (let simulation = 1; simulation <= SIMULATIONS; simulation++) {
    for (let i = 0; i < p.length; i++) simulated[i] = random.next() < p[i] ? 1 : 0;
    if (miscalibration(p, simulated) >= observed) beyond++;
    if (beyond >= DECIDED) return (beyond + 1) / (simulation + 1);
  }
  return (beyond + 1) / (SIMULATIONS + 1);
}

/** Brier score of the probabilities less that of the recalibrated ones. @param p ascending */
export function miscalibration(p: Float64Array, outcomes: Float64Array): number {
  const recalibrated = pooledAdjacentViolators(outcomes, p);
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (p[i] - outcomes[i]) ** 2 - (recalibrated[i] - outcomes[i]) ** 2;
  return sum / p.length;
}

/** The non-decreasing values nearest to those given; one value for equal predictors. @param x ascending */
export function pooledAdjacentViolators(y: Float64Array, x: Float64Array): Float64Array {
  const sums: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < y.length; i++) {
    if (i > 0 && x[i] === x[i - 1]) {
      sums[sums.length - 1] += y[i];
      counts[counts.length - 1]++;
    } else {
      sums.push(y[i]);
      counts.push(1);
    }
    const isLast = i === y.length - 1 || x[i + 1] !== x[i];
    while (isLast && sums.length > 1) {
      const last = sums.length - 1;
      if (sums[last - 1] * counts[last] < sums[last] * counts[last - 1]) break;
      sums[last - 1] += sums[last];
      counts[last - 1] += counts[last];
      sums.pop();
      counts.pop();
    }
  }
  const fitted = new Float64Array(y.length);
  let at = 0;
  for (const [block, count] of counts.entries()) {
    fitted.fill(sums[block] / count, at, at + count);
    at += count;
  }
  return fitted;
}
