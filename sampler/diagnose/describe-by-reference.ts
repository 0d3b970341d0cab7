/** The numbers of a summary's row of any draws; `describe-quantity.ts` has the same for ordinary quantities, faster. */
import { hdiOfSorted } from '../stats/hdi.ts';
import { mean, sd } from '../stats/moments.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import type { ScoreTable } from '../stats/ranks.ts';
import { type Description, HDI_MASS } from './description.ts';
import { essBulkOf, essTailOf } from './ess.ts';
import { mcseMean, mcseSd } from './mcse.ts';
import { paretoKOf, paretoKOfSquares } from './pareto-k.ts';
import { prepare, type Quantity } from './quantity.ts';
import { rHatOf } from './r-hat.ts';

/** `values` chain by chain. */
export function describeByReference(values: Float64Array, chains: number, scores?: ScoreTable): Description {
  const infinite = sameInfinity(values);
  if (infinite !== null) return atInfinity(infinite);
  const quantity = prepare(values, chains, scores);
  const essTail = essTailOf(quantity);
  const [q3, q50, q97] = [0.03, 0.5, 0.97].map((p) => quantileOfSorted(quantity.sorted, p));
  return {
    mean: mean(values),
    sd: quantity.kind === 'constant' ? 0 : sd(values),
    hdi: interval(quantity),
    mcseMean: mcseMean(values, chains),
    mcseSd: mcseSd(values, chains),
    essBulk: essBulkOf(quantity),
    essTail,
    rHat: rHatOf(quantity),
    quantiles: [q3, q50, q97],
    paretoKMean: paretoKOf(quantity, essTail),
    paretoKSd: paretoKOfSquares(quantity),
  };
}

function interval(quantity: Quantity): readonly [number, number] {
  return quantity.kind === 'not-finite' ? [Number.NaN, Number.NaN] : hdiOfSorted(quantity.sorted, HDI_MASS);
}

/** The value of draws that are all the same infinity, as of a bound that there is not; else null. */
function sameInfinity(values: Float64Array): number | null {
  const [first] = values;
  return Math.abs(first) === Number.POSITIVE_INFINITY && values.every((value) => value === first)
    ? first
    : null;
}

/** Where it lies can be said; what needs differences of draws cannot. */
function atInfinity(value: number): Description {
  const none = Number.NaN;
  return {
    mean: value,
    sd: none,
    hdi: [value, value],
    mcseMean: none,
    mcseSd: none,
    essBulk: none,
    essTail: none,
    rHat: none,
    quantiles: [value, value, value],
    paretoKMean: none,
    paretoKSd: none,
  };
}
