/**
 * The choices of a generator as a list of numbers: a list that fast-check shortens or makes smaller gives
 * a simpler program, as the first choice is always the simplest and an exhausted tape always chooses it.
 */
export interface Tape {
  /** One of 0, 1, …, n - 1. */
  int(n: number): number;
  pick<T>(items: readonly T[]): T;
  /** True with probability `percent` / 100; false where the tape has ended. */
  chance(percent: number): boolean;
  /** Whether all choices are made. */
  ended(): boolean;
  /** A number within the range, with two decimals; its least magnitude where the tape has ended. */
  real(lo: number, hi: number): number;
}

export function createTape(choices: readonly number[]): Tape {
  let at = 0;
  const next = (): number => Math.abs(choices[at++] ?? 0);
  return {
    ended: () => at >= choices.length,
    int: (n) => next() % n,
    pick: (items) => items[next() % items.length],
    chance: (percent) => next() % 100 >= 100 - percent,
    real(lo, hi) {
      const steps = Math.round((hi - lo) * 100);
      const least = lo > 0 ? 0 : hi < 0 ? steps : Math.round(-lo * 100);
      return Math.round(lo * 100 + ((least + next()) % (steps + 1))) / 100;
    },
  };
}
