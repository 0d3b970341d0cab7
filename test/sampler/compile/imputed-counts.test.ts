/** Missing values of discrete data, against enumeration: the same model with each of their values filled in. */
import { describe, expect, it } from 'vitest';
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import { interpretGenerated, interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import { type Datum, type Dims, dataOf, irOf, lowerText } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly dims: Dims;
  readonly data: Readonly<Record<string, Datum | number>>;
  readonly position: readonly number[];
  /** Of the missing values of each datum, those that are tried. */
  readonly ranges: Readonly<Record<string, readonly [lo: number, hi: number]>>;
  /** The datum declares it. */
  readonly isDeclared?: true;
}

const gap = Number.NaN;
const of = (values: readonly number[], dim = 'row', labelsOf?: string): Datum => ({
  values: [...values],
  dims: [dim],
  element: 'int',
  ...(labelsOf === undefined ? {} : { labelsOf }),
});

const cases: readonly Case[] = [
  {
    name: 'a binary predictor with its own model',
    text: 'data { x : int?[row]  y : real[row] } param p ~ Beta(1, 1) param b ~ Normal(0, 1) observe x ~ Bernoulli(p) observe y[i in row] ~ Normal(b * x[i], 1)',
    dims: { row: 4 },
    data: { x: of([1, gap, 0, gap]), y: { values: [0.1, 1.2, 0.3, -0.4], dims: ['row'] } },
    position: [0.3, 0.8],
    ranges: { x: [0, 1] },
  },
  {
    name: 'an outcome that nothing else uses, of a distribution with an end',
    text: 'data { x : int?[row]  n : int[row] } param p ~ Beta(1, 1) observe x ~ Binomial(n, p)',
    dims: { row: 4 },
    data: { x: of([1, gap, 0, gap]), n: of([2, 3, 2, 5]) },
    position: [0.3],
    ranges: { x: [0, 5] },
  },
  {
    name: 'categories of a parameter that is declared later, used as an index',
    text: 'data { x : int?[row]  y : real[row] } param w[k] ~ Dirichlet([1, 2, 1]) param m[k] ~ Normal(0, 1) observe x[i in row] ~ Categorical(w) observe y[i in row] ~ Normal(m[x[i]], 1)',
    dims: { row: 4, k: 3 },
    data: { x: of([1, gap, 3, gap]), y: { values: [0.1, 1.2, 0.3, -0.4], dims: ['row'] } },
    position: [0.3, -0.2, 0.8, 0.1, -0.9],
    ranges: { x: [1, 3] },
  },
  {
    name: 'counts within a stated range',
    text: 'data { x : int?[row] in 0..20  y : real[row] } param r ~ Exponential(1) observe x ~ Poisson(r) observe y[i in row] ~ Normal(0.3 * x[i], 1)',
    dims: { row: 3 },
    data: {
      x: of([1, gap, 3]),
      y: { values: [0.1, 1.2, 0.3], dims: ['row'] },
    },
    position: [0.3],
    ranges: { x: [0, 20] },
    isDeclared: true,
  },
  {
    name: 'a chain of states of which some are seen',
    text: 'data { s : int?[row] } param P[k, k] ~ Dirichlet([1, 2]) observe s[t in 2..6] ~ Categorical(P[s[t - 1]]) observe s[t in 1..1] ~ Categorical([0.3, 0.7])',
    dims: { row: 6, k: 2 },
    data: { s: of([gap, 2, gap, gap, 1, gap]) },
    position: [0.3, -0.6],
    ranges: { s: [1, 2] },
  },
  {
    name: 'two predictors that are missing in one row',
    text: 'data { x : int?[row]  z : int?[row]  y : real[row] } param b ~ Normal(0, 1) observe x ~ Bernoulli(0.3) observe z[i in row] ~ Bernoulli(if x[i] == 1 then 0.8 else 0.4) observe y[i in row] ~ Normal(b * x[i] + z[i], 1)',
    dims: { row: 4 },
    data: {
      x: of([1, gap, gap, 0]),
      z: of([gap, 1, gap, 0]),
      y: { values: [0.1, 1.2, 0.3, 1.1], dims: ['row'] },
    },
    position: [0.8],
    ranges: { x: [0, 1], z: [0, 1] },
  },
  {
    name: 'a mixture of counts, truncated',
    text: 'data { x : int?[row] } param r ~ Exponential(1) observe x ~ Truncated(Mixture([0.4, 0.6], Poisson(r), Poisson(5)), 1, 9)',
    dims: { row: 3 },
    data: { x: of([1, gap, 3]) },
    position: [0.3],
    ranges: { x: [1, 9] },
  },
];

function loaded({ dims, data, ranges, isDeclared }: Case): LoadedData {
  const given = dataOf(dims, data);
  if (isDeclared !== true) return given;
  const arrays = [...given.arrays].map(([name, array]): [string, DataArray] => {
    const range = ranges[name];
    if (range === undefined) return [name, array];
    const [lower, upper] = range.map((end) => array.values.map(() => end));
    return [name, { ...array, range: { lower, upper } }];
  });
  return { ...given, arrays: new Map(arrays) };
}

interface Gap {
  readonly datum: string;
  readonly place: number;
  readonly range: readonly [number, number];
}

function* filled(gaps: readonly Gap[]): Generator<number[]> {
  const [first, ...rest] = gaps;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let value = first.range[0]; value <= first.range[1]; value++)
    for (const others of filled(rest)) yield [value, ...others];
}

function enumerate({ text, dims, data, position, ranges }: Case) {
  const gaps = Object.entries(ranges).flatMap(([datum, range]) => {
    const given = data[datum];
    if (typeof given === 'number') return [];
    return [...given.values].flatMap((value, place) =>
      Number.isNaN(value) ? [{ datum, place, range }] : [],
    );
  });
  const complete = text.replaceAll('int?', 'int').replaceAll(/ in 0\.\.20/g, '');
  const all = [...filled(gaps)].map((values) => {
    const own = Object.fromEntries(
      Object.entries(data).map(([name, given]): [string, Datum | number] => {
        if (typeof given === 'number' || ranges[name] === undefined) return [name, given];
        const own = [...given.values];
        gaps.forEach(({ datum, place }, k) => {
          if (datum === name) own[place] = values[k];
        });
        return [name, { ...given, values: own }];
      }),
    );
    const log = interpretValue(irOf(complete, dataOf(dims, own)), Float64Array.from(position));
    return { values, log: Number.isNaN(log) ? Number.NEGATIVE_INFINITY : log };
  });
  const most = Math.max(...all.map(({ log }) => log));
  const total = all.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  return {
    gaps,
    logDensity: most + Math.log(total),
    probability: (k: number, value: number) =>
      all.reduce((sum, one) => sum + (one.values[k] === value ? Math.exp(one.log - most) / total : 0), 0),
  };
}

describe.each(cases)('$name', (one) => {
  const ir = irOf(one.text, loaded(one));
  const expected = enumerate(one);

  it('has the density of the enumeration, and its gradient', async () => {
    const position = Float64Array.from(one.position);
    expect(Math.abs(interpretValue(ir, position) - expected.logDensity)).toBeLessThan(1e-10);
    const found = gradientAt(await compiled(ir), position);
    expect(Math.abs(found.logDensity - expected.logDensity)).toBeLessThan(1e-10);
    for (const i of position.keys()) {
      const near = (steps: number): number =>
        interpretValue(
          ir,
          position.map((x, j) => (i === j ? x + steps * 1e-4 : x)),
        );
      const slope = (8 * (near(1) - near(-1)) - (near(2) - near(-2))) / 12e-4;
      expect(Math.abs(found.gradient[i] - slope)).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
    }
  });

  it('draws the missing values with the probabilities of the enumeration', async () => {
    const instance = await compiled(ir);
    const sizeOf = ({ shape }: { readonly shape: readonly number[] }) => shape.reduce((a, b) => a * b, 1);
    const out = new Float64Array(ir.quantities.reduce((sum, q) => sum + sizeOf(q), 0));
    const draws = 3000;
    const kept: Float64Array[] = [];
    for (let d = 0; d < draws; d++) {
      instance.constrain(
        Float64Array.from(one.position, (x) => x + 1e-9 * d),
        out,
      );
      kept.push(out.slice());
    }
    let first = 0;
    for (const q of ir.quantities) {
      const datum = q.name.replace(/_missing$/, '');
      const own = [...expected.gaps.entries()].filter(([, g]) => g.datum === datum && datum !== q.name);
      for (const [i, [k, { range }]] of own.entries())
        for (let value = range[0]; value <= range[1]; value++) {
          const count = kept.filter((draw) => draw[first + i] === value).length;
          const p = expected.probability(k, value);
          expect(Math.abs(count - draws * p)).toBeLessThanOrEqual(4.5 * Math.sqrt(draws * p * (1 - p)) + 2);
        }
      first += sizeOf(q);
    }
    const values = interpretGenerated(ir, Float64Array.from(one.position));
    instance.constrain(Float64Array.from(one.position), out);
    const all = ir.quantities.flatMap((q) => [...(values.get(q.array) ?? [])]);
    expect([...out].map((value) => value.toFixed(9))).toEqual(all.map((value) => value.toFixed(9)));
  });
});

describe('a count without an end', () => {
  const data = dataOf(
    { row: 4 },
    { x: of([1, gap, 0, gap]), y: { values: [0.1, 1.2, 0.3, -0.4], dims: ['row'] } },
  );
  const model = 'data { x : int?[row]  y : real[row] } param r ~ Exponential(1) observe x ~ Poisson(r)';

  it('is left out of the density where nothing else uses it, and drawn', async () => {
    const ir = irOf(model, data);
    const complete = irOf(
      'data { x : int[two] } param r ~ Exponential(1) observe x ~ Poisson(r)',
      dataOf({ two: 2 }, { x: of([1, 0], 'two') }),
    );
    const position = Float64Array.of(0.7);
    expect(interpretValue(ir, position)).toBeCloseTo(interpretValue(complete, position), 12);
    const instance = await compiled(ir);
    expect(ir.quantities.map(({ name, kind }) => [name, kind])).toEqual([
      ['r', 'param'],
      ['x_missing', 'drawn'],
    ]);
    const out = new Float64Array(3);
    let sum = 0;
    const draws = 4000;
    for (let d = 0; d < draws; d++) {
      instance.constrain(Float64Array.of(0.7 + 1e-9 * d), out);
      sum += out[1] + out[2];
    }
    const rate = Math.exp(0.7);
    expect(Math.abs(sum / (2 * draws) - rate)).toBeLessThan(4.5 * Math.sqrt(rate / (2 * draws)));
  });

  it('needs a stated end where something does', () => {
    const { diagnostics } = lowerText(`${model} observe y[i in row] ~ Normal(x[i], 1)`, data);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/state the largest that matters, as in `x : int\?\[…\] in 0\.\.50`/),
    ]);
  });
});
