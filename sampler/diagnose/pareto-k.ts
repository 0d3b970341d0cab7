/**
 * Pareto k̂ of a quantity: the shape of its heavier tail, as R's `posterior::pareto_khat`. Moments up to
 * the order 1/k are finite: from k = 1 on there is no mean.
 */
import { fitGeneralisedPareto, lowerQuartile } from '../stats/generalised-pareto.ts';
import { mean } from '../stats/moments.ts';
import { essTailOf, essTailsOf } from './ess.ts';
import { prepare, type Quantity } from './quantity.ts';

/** For the mean; NaN for a constant, where each tail is one value, and where a draw is not finite. */
export function paretoK(values: Float64Array, chains: number): number {
  const quantity = prepare(values, chains);
  return paretoKOf(quantity, essTailOf(quantity));
}

/** For the standard deviation: k̂ of the squared deviations from the mean. */
export function paretoKSd(values: Float64Array, chains: number): number {
  return paretoKOfSquares(prepare(values, chains));
}

export function paretoKOf({ kind, sorted }: Quantity, essTail: number): number {
  return kind === 'varying' ? ofHeavierTail(sorted, essTail) : Number.NaN;
}

export function paretoKOfSquares({ kind, values, sorted, split, splitChains }: Quantity): number {
  if (kind !== 'varying') return Number.NaN;
  const centre = mean(values);
  // Rescaled, since squares might overflow or underflow; the shape does not depend on the unit.
  const unit = Math.max(sorted[sorted.length - 1] - centre, centre - sorted[0]);
  const squares = squaresOf(split, centre, unit);
  const ascending = squaresOf(outwards(sorted, centre), centre, unit);
  return ofHeavierTail(ascending, essTailsOf(squares, splitChains, ascending));
}

function squaresOf(values: Float64Array, centre: number, unit: number): Float64Array {
  const squares = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) squares[i] = ((values[i] - centre) / unit) ** 2;
  return squares;
}

/** `sorted` by distance from `centre`, merged from both sides. */
function outwards(sorted: Float64Array, centre: number): Float64Array {
  const n = sorted.length;
  let above = 0;
  while (above < n && sorted[above] < centre) above++;
  let below = above - 1;
  const ordered = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const takeBelow = above >= n || (below >= 0 && centre - sorted[below] <= sorted[above] - centre);
    ordered[i] = sorted[takeBelow ? below-- : above++];
  }
  return ordered;
}

function ofHeavierTail(sorted: Float64Array, essTail: number): number {
  const n = sorted.length;
  const length = tailLength(n, essTail);
  if (!(length < n)) return Number.NaN;
  const below = new Float64Array(length);
  const above = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    below[i] = sorted[length] - sorted[length - 1 - i];
    above[i] = sorted[n - length + i] - sorted[n - length - 1];
  }
  const left = shape(below);
  const right = shape(above);
  return Number.isNaN(left) || left < right ? right : left;
}

/** Draws of a tail (Vehtari et al. 2024, appendix H): at least five, at most half. */
function tailLength(draws: number, ess: number): number {
  if (Number.isNaN(ess)) return Number.NaN;
  const length = Math.floor(ess > 225 ? 3 * Math.sqrt(draws / (ess / draws)) : draws / 5);
  return Math.min(Math.max(5, length), Math.floor(draws / 2));
}

/** k̂ of one tail, from its exceedances of the cutoff; NaN where there are too many ties for a fit. */
function shape(exceedances: Float64Array): number {
  const last = exceedances[exceedances.length - 1];
  if (!(last > exceedances[0])) return Number.NaN;
  if (last === Number.POSITIVE_INFINITY) return last;
  // Rescaled, since the inverse of a tiny value is infinite; the shape does not depend on the unit.
  for (let i = 0; i < exceedances.length; i++) exceedances[i] /= last;
  return lowerQuartile(exceedances) > exceedances[0] ? fitGeneralisedPareto(exceedances).k : Number.NaN;
}
