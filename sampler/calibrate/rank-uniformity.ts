/**
 * Whether ranks are uniform: the simultaneous bands of an empirical distribution function (Säilynoja, Bürkner and
 * Vehtari 2022), exact for ranks of any number.
 *
 * Of S ranks, each one of 0, …, ranks - 1, the number below i is binomial(S, i / ranks), and from one i to the next
 * these numbers are a Markov chain with binomial steps. The statistic is the least two-sided pointwise p-value over
 * all i; the probability that it is so small under uniform ranks follows by a recursion along the chain.
 */
import { mathLibrary } from '../math/instance.ts';

const { exp, log, log1p, lgamma } = mathLibrary();

interface UniformityTest {
  /** Of the ranks, exact. */
  pValue(ranks: readonly number[]): number;
  /** Numbers of ranks below 1, …, ranks - 1 that uniform ranks stay within, all of them, with this probability. */
  band(level: number): Band;
}

export interface Band {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** @param count number of ranks. @param ranks their number of values. */
export function uniformityTest(count: number, ranks: number): UniformityTest {
  const logFactorial = Float64Array.from({ length: count + 1 }, (_, n) => lgamma(n + 1));
  /** Probability of k of n, each with a probability of this logarithm, and that of its complement. */
  const binomial = (n: number, k: number, logP: number, logQ: number): number => {
    const ways = logFactorial[n] - logFactorial[k] - logFactorial[n - k];
    return exp(ways + (k === 0 ? 0 : k * logP) + (k === n ? 0 : (n - k) * logQ));
  };
  /** Two-sided p-value of each number below each point. */
  const pointwise = Array.from({ length: ranks - 1 }, (_, i) => {
    const [logP, logQ] = logsOf((i + 1) / ranks);
    return twoSided(Float64Array.from({ length: count + 1 }, (_, k) => binomial(count, k, logP, logQ)));
  });

  /** Probability that the number below every point is within the limits. */
  const inside = ({ lower, upper }: Band): number => {
    let before = new Float64Array(count + 1);
    before[0] = 1;
    for (let i = 0; i < ranks - 1; i++) {
      const [logP, logQ] = logsOf(1 / (ranks - i));
      const next = new Float64Array(count + 1);
      for (let from = 0; from <= count; from++) {
        if (before[from] === 0) continue;
        for (let to = Math.max(from, lower[i]); to <= upper[i]; to++)
          next[to] += before[from] * binomial(count - from, to - from, logP, logQ);
      }
      before = next;
    }
    return before.reduce((sum, p) => sum + p, 0);
  };
  /** The numbers whose pointwise p-value is above a limit, at each point. */
  const above = (limit: number): Band => {
    const lower: number[] = [];
    const upper: number[] = [];
    for (const pValues of pointwise) {
      lower.push(pValues.findIndex((p) => p > limit));
      upper.push(pValues.findLastIndex((p) => p > limit));
    }
    return { lower, upper };
  };
  return {
    pValue(found) {
      const below = numbersBelow(found, ranks);
      const least = pointwise.reduce((so, pValues, i) => Math.min(so, pValues[below[i]]), 1);
      // Equal numbers reached by different sums count as equal.
      return Math.min(1, Math.max(0, 1 - inside(above(least * (1 + 1e-10)))));
    },
    band(level) {
      // The widest limits that are left with more than the rest: halving the pointwise level until it is found.
      let [narrow, wide] = [1, 0];
      for (let halvings = 0; halvings < 40; halvings++) {
        const limit = (narrow + wide) / 2;
        if (inside(above(limit)) >= level) wide = limit;
        else narrow = limit;
      }
      // Equal p-values that rounding separates are all inside.
      return above(wide * (1 - 1e-10));
    },
  };
}

function logsOf(p: number): readonly [number, number] {
  return [log(p), log1p(-p)];
}

function twoSided(mass: Float64Array): Float64Array {
  const result = new Float64Array(mass.length);
  let below = 0;
  for (let n = 0; n < mass.length; n++) {
    below += mass[n];
    result[n] = below;
  }
  let upwards = 0;
  for (let n = mass.length - 1; n >= 0; n--) {
    upwards += mass[n];
    result[n] = Math.min(1, 2 * Math.min(result[n], upwards));
  }
  return result;
}

function numbersBelow(found: readonly number[], ranks: number): readonly number[] {
  const at = new Array<number>(ranks).fill(0);
  for (const rank of found) at[rank]++;
  let sum = 0;
  return at.slice(0, -1).map((number) => {
    sum += number;
    return sum;
  });
}
