/** Distributions of numbers with all their arguments: within limits, mixed, and of categories. */
import { samplers } from './index.ts';

export interface Univariate {
  /** Of the table, where it is one of its rows, with its arguments. */
  readonly name?: string;
  readonly args?: ArrayLike<number>;
  readonly isDiscrete: boolean;
  cdf(x: number): number;
  /** The smallest x with cdf(x) >= p. */
  quantile(p: number): number;
}

/** Positions from 1 with these probabilities. */
export function categories(probabilities: ArrayLike<number>): Univariate {
  const count = probabilities.length;
  const cdf = (x: number): number => {
    let total = 0;
    for (let k = 0; k < count && k + 1 <= x; k++) total += probabilities[k];
    return x >= count ? 1 : total;
  };
  return { isDiscrete: true, cdf, quantile: (p) => smallest(cdf, p, 1, count) };
}

/** Conditional on lying from `lower` to `upper`. */
export function between(base: Univariate, lower: number, upper: number): Univariate {
  const sampler = samplers.get('TruncatedNormal');
  if (base.name === 'Normal' && base.args !== undefined && sampler?.kind === 'scalar') {
    // It keeps its digits far out.
    const args = Float64Array.of(base.args[0], base.args[1], lower, upper);
    return {
      isDiscrete: false,
      cdf: (x) => sampler.cdf(x, args),
      quantile: (p) => sampler.quantile(p, args),
    };
  }
  const below =
    lower === Number.NEGATIVE_INFINITY ? 0 : base.cdf(base.isDiscrete ? Math.ceil(lower) - 1 : lower);
  const mass = (upper === Number.POSITIVE_INFINITY ? 1 : base.cdf(upper)) - below;
  if (!(mass > 0)) return { isDiscrete: base.isDiscrete, cdf: () => Number.NaN, quantile: () => Number.NaN };
  const within = (x: number): number => Math.min(upper, Math.max(lower, x));
  return {
    isDiscrete: base.isDiscrete,
    cdf: (x) => (x < lower ? 0 : x >= upper ? 1 : (base.cdf(x) - below) / mass),
    quantile: (p) => within(base.quantile(below + p * mass)),
  };
}

/** What lies beyond a limit is recorded as the limit. */
export function clipped(base: Univariate, lower: number, upper: number): Univariate {
  return {
    isDiscrete: base.isDiscrete,
    cdf: (x) => (x < lower ? 0 : x >= upper ? 1 : base.cdf(x)),
    quantile: (p) => Math.min(upper, Math.max(lower, base.quantile(p))),
  };
}

export function mixed(weights: ArrayLike<number>, components: readonly Univariate[]): Univariate {
  const parts = components.filter((_, k) => weights[k] > 0);
  const shares = Array.from(weights).filter((weight) => weight > 0);
  const isDiscrete = components.every((component) => component.isDiscrete);
  const cdf = (x: number): number => parts.reduce((sum, part, k) => sum + shares[k] * part.cdf(x), 0);
  return {
    isDiscrete,
    cdf,
    quantile: (p) => {
      const own = parts.map((part) => part.quantile(p));
      const [low, high] = [Math.min(...own), Math.max(...own)];
      // Between the least and the largest of them; at 0 and 1 these are the ends.
      if (!(low < high) || p <= 0) return low;
      if (p >= 1) return high;
      return isDiscrete ? smallest(cdf, p, low, high) : bisected(cdf, p, low, high);
    },
  };
}

/** The smallest whole number from `low` to `high` with cdf(x) >= p. */
function smallest(cdf: (x: number) => number, p: number, low: number, high: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  let [below, at] = [low - 1, high];
  while (at - below > 1) {
    const middle = Math.floor(below + (at - below) / 2);
    if (cdf(middle) >= p) at = middle;
    else below = middle;
  }
  return at;
}

function bisected(cdf: (x: number) => number, p: number, low: number, high: number): number {
  let [below, at] = [low, high];
  for (;;) {
    const middle = below + (at - below) / 2;
    if (middle <= below || middle >= at) return at;
    if (cdf(middle) < p) below = middle;
    else at = middle;
  }
}
