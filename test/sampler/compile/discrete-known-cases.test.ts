/** Models of the literature with discrete unknowns, against their sums written out by hand. */
import { describe, expect, it } from 'vitest';
import { interpretGenerated, interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import { type Datum, type Dims, dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

/** Coal-mining disasters in Britain, 1851 to 1961 (Jarrett 1979), with the gaps of PyMC’s example. */
const disasters: readonly (number | null)[] = [
  4,
  5,
  4,
  0,
  1,
  4,
  3,
  4,
  0,
  6,
  3,
  3,
  4,
  0,
  2,
  6,
  3,
  3,
  5,
  4,
  5,
  3,
  1,
  4,
  4,
  1,
  5,
  5,
  3,
  4,
  2,
  5,
  2,
  2,
  3,
  4,
  2,
  1,
  3,
  null,
  2,
  1,
  1,
  1,
  1,
  3,
  0,
  0,
  1,
  0,
  1,
  1,
  0,
  0,
  3,
  1,
  0,
  3,
  2,
  2,
  0,
  1,
  1,
  1,
  0,
  1,
  0,
  1,
  0,
  0,
  0,
  2,
  1,
  0,
  0,
  0,
  1,
  1,
  0,
  2,
  3,
  3,
  1,
  null,
  2,
  1,
  1,
  1,
  1,
  2,
  4,
  2,
  0,
  0,
  1,
  4,
  0,
  0,
  0,
  1,
  0,
  0,
  0,
  0,
  0,
  1,
  0,
  0,
  1,
  0,
  1,
];

/** Occasions of a closed population: those caught that had no mark, and those that had one. */
const fresh = [14, 9, 6, 4, 3];
const again = [0, 5, 9, 9, 13];
const MOST = 120;

interface KnownCase {
  readonly name: string;
  readonly text: string;
  readonly dims: Dims;
  readonly data: Readonly<Record<string, Datum | number>>;
  readonly unknown: string;
  /** On the unconstrained scale, with the logarithm of the volume and of the priors of continuous unknowns. */
  readonly position: readonly number[];
  readonly logPrior: number;
  /** Of each value of the unknown: the logarithm of its prior and of the likelihood. */
  readonly terms: readonly number[];
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
}

const logPoisson = (y: number, rate: number): number => y * Math.log(rate) - rate - logFactorial(y);

function logBinomial(y: number, n: number, p: number): number {
  if (y > n) return Number.NEGATIVE_INFINITY;
  const ways = logFactorial(n) - logFactorial(y) - logFactorial(n - y);
  return ways + y * Math.log(p) + (n - y) * Math.log1p(-p);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function changePoint(): KnownCase {
  const [early, late] = [3.1, 0.9];
  const years = disasters.length;
  const known = disasters.flatMap((count, i) => (count === null ? [] : [{ count, year: i + 1 }]));
  return {
    name: 'the change point of coal-mining disasters',
    text: `data { y : int[row]  year_of : int[row]  years : int }
param tau ~ DiscreteUniform(1, years)
param early ~ Exponential(1)
param late ~ Exponential(1)
observe y[i in row] ~ Poisson(if year_of[i] <= tau then early else late)`,
    dims: { row: known.length },
    data: {
      y: { values: known.map(({ count }) => count), dims: ['row'], element: 'int' },
      year_of: { values: known.map(({ year }) => year), dims: ['row'], element: 'int' },
      years: { values: [years], dims: [], element: 'int' },
    },
    unknown: 'tau',
    position: [Math.log(early), Math.log(late)],
    logPrior: -early - late + Math.log(early) + Math.log(late),
    terms: Array.from(
      { length: years },
      (_, k) =>
        -Math.log(years) +
        sum(known.map(({ count, year }) => logPoisson(count, year <= k + 1 ? early : late))),
    ),
  };
}

function captureRecapture(): KnownCase {
  const p = 0.3;
  const marked = fresh.map((_, t) => sum(fresh.slice(0, t)));
  const series = (values: readonly number[]): Datum => ({
    values: [...values],
    dims: ['occasion'],
    element: 'int',
  });
  return {
    name: 'captures and recaptures in a population of unknown size',
    text: `data { fresh : int[occasion]  again : int[occasion]  marked : int[occasion] }
param N ~ DiscreteUniform(0, ${MOST})
param p ~ Beta(2, 3)
observe fresh[t in occasion] ~ Binomial(max(N - marked[t], 0), p)
observe again[t in occasion] ~ Binomial(marked[t], p)`,
    dims: { occasion: fresh.length },
    data: { fresh: series(fresh), again: series(again), marked: series(marked) },
    unknown: 'N',
    position: [Math.log(p / (1 - p))],
    // Beta(2, 3) has the constant 12; the volume is p (1 - p).
    logPrior: Math.log(12) + Math.log(p) + 2 * Math.log1p(-p) + Math.log(p) + Math.log1p(-p),
    terms: Array.from(
      { length: MOST + 1 },
      (_, N) =>
        -Math.log(MOST + 1) +
        sum(fresh.map((count, t) => logBinomial(count, Math.max(N - marked[t], 0), p))) +
        sum(again.map((count, t) => logBinomial(count, marked[t], p))),
    ),
  };
}

describe.each([changePoint(), captureRecapture()])('$name', (one) => {
  const text = `${one.text}\ndeterministic now = prob(${one.unknown})\ndeterministic best = viterbi(${one.unknown})`;
  const ir = irOf(text, dataOf(one.dims, one.data));
  const position = Float64Array.from(one.position);
  const most = Math.max(...one.terms);
  const total = sum(one.terms.map((term) => Math.exp(term - most)));
  const logDensity = one.logPrior + most + Math.log(total);

  it('has the log density of the sum by hand', async () => {
    expect(Math.abs(interpretValue(ir, position) - logDensity)).toBeLessThan(1e-10);
    expect(Math.abs(gradientAt(await compiled(ir), position).logDensity - logDensity)).toBeLessThan(1e-10);
  });

  it('recovers the probability of each value, and the most probable one', async () => {
    const values = interpretGenerated(ir, position);
    const quantity = (name: string): number[] => [
      ...(values.get(ir.quantities.find((q) => q.name === name)?.array ?? -1) ?? []),
    ];
    const expected = one.terms.map((term) => Math.exp(term - most) / total);
    const found = quantity('now');
    expect(found.length).toBe(expected.length);
    for (const [k, p] of found.entries()) expect(Math.abs(p - expected[k])).toBeLessThan(1e-10);
    const first = one.unknown === 'tau' ? 1 : 0;
    expect(quantity('best')).toEqual([first + one.terms.indexOf(most)]);
    const out = new Float64Array(sum(ir.quantities.map(({ shape }) => shape.reduce((a, b) => a * b, 1))));
    (await compiled(ir)).constrain(position, out);
    for (const p of expected)
      if (p > 1e-6) expect([...out].some((value) => Math.abs(value - p) < 1e-10)).toBe(true);
  });
});
