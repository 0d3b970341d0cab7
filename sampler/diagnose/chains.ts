/**
 * The layout of one quantity's draws in the diagnostics: a `Float64Array` chain by chain, all chains of one length,
 * with the number of chains.
 */

/** Each chain split into halves; an odd middle draw is left out. A single draw is not split. */
interface SplitChains {
  readonly values: Float64Array;
  readonly chains: number;
}

export function splitChains(values: Float64Array, chains: number): SplitChains {
  const length = values.length / chains;
  if (length < 2) return { values, chains };
  if (length % 2 === 0) return { values, chains: 2 * chains };
  const half = (length - 1) / 2;
  const split = new Float64Array(2 * half * chains);
  for (let chain = 0; chain < chains; chain++) {
    const start = chain * length;
    split.set(values.subarray(start, start + half), 2 * chain * half);
    split.set(values.subarray(start + half + 1, start + length), (2 * chain + 1) * half);
  }
  return { values: split, chains: 2 * chains };
}

/**
 * `constant`: all draws equal but for rounding in the last bits, as a Cholesky factor's first entry is.
 * `not-finite`: at least one draw is NaN or infinite.
 */
export type Kind = 'varying' | 'constant' | 'not-finite';

export function kindOf(values: Float64Array): Kind {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let zero = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // Becomes NaN, and remains NaN, where a value is NaN or infinite.
    zero += value - value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (Number.isNaN(zero)) return 'not-finite';
  const size = Math.max(Math.abs(low), Math.abs(high));
  return high - low <= 4 * Number.EPSILON * size ? 'constant' : 'varying';
}
