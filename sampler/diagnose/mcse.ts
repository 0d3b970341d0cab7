/** Monte Carlo standard errors (Vehtari et al. 2021; the sd's as in R's posterior). 0 for a constant. */

import { largestDistance, mean, sd } from '../stats/moments.ts';
import { kindOf } from './chains.ts';
import { essMean } from './ess.ts';

export function mcseMean(values: Float64Array, chains: number): number {
  if (kindOf(values) === 'constant') return 0;
  return sd(values) / Math.sqrt(essMean(values, chains));
}

/** By the delta method from the error of the second central moment. */
export function mcseSd(values: Float64Array, chains: number): number {
  if (kindOf(values) === 'constant') return 0;
  const centre = mean(values);
  // In this unit no power leaves the range of numbers.
  const unit = largestDistance(values, centre);
  const squares = new Float64Array(values.length);
  let fourth = 0;
  for (let i = 0; i < values.length; i++) {
    const square = ((values[i] - centre) / unit) ** 2;
    squares[i] = square;
    fourth += square * square;
  }
  const second = mean(squares);
  const errorOfVariance = (fourth / values.length - second * second) / essMean(squares, chains);
  return unit * Math.sqrt(errorOfVariance / second / 4);
}
