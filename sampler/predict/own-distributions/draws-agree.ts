/** Whether draws come from a distribution: Kolmogorov and Smirnov's test, and Pearson's of what has a probability of its own. */
import { gammaQ } from '../../distributions/incomplete-gamma.ts';
import type { Mass } from './mass-of-own.ts';

interface Agreement {
  readonly pValue: number;
  /** Where they differ most, in words. */
  readonly where: string;
}

const LEAST_EXPECTED = 5;

/** @returns the smaller p-value of both tests, by Bonferroni's method */
export function drawsAgree(draws: readonly number[], mass: Mass, discrete: boolean): Agreement {
  const tests = [
    ...(mass.points.length > 0 ? [ofPoints(draws, mass, discrete)] : []),
    ...(discrete ? [] : [ofContinuous(draws, mass)]),
  ];
  const least = tests.reduce((a, b) => (b.pValue < a.pValue ? b : a));
  return { ...least, pValue: Math.min(1, least.pValue * tests.length) };
}

/** Neighbours are pooled until five are expected; what is drawn elsewhere is a cell of its own. */
function ofPoints(draws: readonly number[], { points, total }: Mass, discrete: boolean): Agreement {
  const counts = new Map<number, number>();
  for (const x of draws) counts.set(x, (counts.get(x) ?? 0) + 1);
  const cells: { from: number; expected: number; count: number }[] = [];
  for (const { x, mass } of points) {
    const last = cells.at(-1);
    const expected = (draws.length * mass) / total;
    const count = counts.get(x) ?? 0;
    if (last === undefined || last.expected >= LEAST_EXPECTED || !discrete)
      cells.push({ from: x, expected, count });
    else {
      last.expected += expected;
      last.count += count;
    }
  }
  const [seen, foreseen] = [sum(cells, 'count'), sum(cells, 'expected')];
  const last = cells.at(-1);
  if (discrete && last !== undefined && cells.length > 1 && last.expected < LEAST_EXPECTED) {
    cells.pop();
    const before = cells[cells.length - 1];
    before.expected += last.expected;
    before.count += last.count;
  }
  // For a continuous one: the draws that are none of the points.
  const outside = draws.length - seen;
  if (discrete && outside > 0) return { pValue: 0, where: `${outside} draws are no values of it` };
  if (!discrete) cells.push({ from: Number.NaN, expected: draws.length - foreseen, count: outside });
  const parts = cells.filter(({ expected, count }) => expected > 0 || count > 0);
  const terms = parts.map(({ expected, count }) => (count - expected) ** 2 / Math.max(expected, 1e-9));
  const worst = parts[terms.indexOf(Math.max(...terms))];
  const statistic = terms.reduce((a, b) => a + b, 0);
  const freedom = parts.length - 1;
  const pValue = freedom < 1 ? 1 : gammaQ(freedom / 2, statistic / 2);
  const share = (n: number): string => (n / draws.length).toPrecision(3);
  const at = Number.isNaN(worst.from) ? 'between its points' : `at ${worst.from.toPrecision(3)}`;
  return {
    pValue,
    where: `${at} it has the probability ${share(worst.expected)} and the draws the share ${share(worst.count)}`,
  };
}

function sum<K extends string>(cells: readonly Readonly<Record<K, number>>[], of: K): number {
  return cells.reduce((total, cell) => total + cell[of], 0);
}

function ofContinuous(draws: readonly number[], { points, upTo }: Mass): Agreement {
  const own = new Set(points.map(({ x }) => x));
  const sorted = draws.filter((x) => !own.has(x)).sort((a, b) => a - b);
  const whole = upTo(Number.POSITIVE_INFINITY);
  const n = sorted.length;
  if (n === 0 || !(whole > 0))
    return { pValue: n === 0 && !(whole > 1e-3) ? 1 : 0, where: 'no draw has a density' };
  let [most, at] = [0, 0];
  sorted.forEach((x, i) => {
    const p = upTo(x) / whole;
    const distance = Math.max(p - i / n, (i + 1) / n - p);
    if (distance > most) [most, at] = [distance, i];
  });
  const p = upTo(sorted[at]) / whole;
  const where = `up to ${sorted[at].toPrecision(3)} it has the probability ${p.toPrecision(3)} and the draws the share ${((at + 1) / n).toPrecision(3)}`;
  return { pValue: kolmogorov(most * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n))), where };
}

/** P(K > x) of Kolmogorov's distribution. */
function kolmogorov(x: number): number {
  if (x < 0.3) return 1;
  let total = 0;
  for (let k = 1; k <= 100; k++) total += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, total));
}
