/**
 * Discrete unknowns that are summed out, against enumeration: the same model in which they are observed data, over all
 * combinations of their values.
 */
import { describe, expect, it } from 'vitest';
import { interpretGenerated, interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import { type Datum, type Dims, dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

interface Case {
  readonly name: string;
  readonly unknowns: readonly {
    readonly name: string;
    readonly dims: string;
    readonly prior: string;
    readonly lo: number;
    readonly hi: number;
    readonly size: number;
  }[];
  readonly dims: Dims;
  readonly data: Readonly<Record<string, Datum | number>>;
  readonly before: string;
  readonly after: string;
  readonly position: readonly number[];
  /** Elements depend on each other. */
  readonly isChain?: boolean;
}

const y = { values: [-1.2, 0.3, 2.9], dims: ['row'] };
const counts = { values: [0, 3, 0], dims: ['row'], element: 'int' as const };

const cases: readonly Case[] = [
  {
    name: 'memberships of a mixture',
    unknowns: [{ name: 'z', dims: '[row]', prior: 'Categorical(w)', lo: 1, hi: 3, size: 3 }],
    dims: { row: 3, k: 3 },
    data: { y },
    before: 'data { y : real[row] } param m[k]: ordered ~ Normal(0, 3) param w[k] ~ Dirichlet([1, 1, 1])',
    after: 'observe y[i in row] ~ Normal(m[z[i]], 0.7)',
    position: [-0.6, 0.2, 0.4, 0.1, -0.3],
  },
  {
    name: 'zero inflation',
    unknowns: [{ name: 'z', dims: '[row]', prior: 'Bernoulli(psi)', lo: 0, hi: 1, size: 3 }],
    dims: { row: 3 },
    data: { y: counts },
    before: 'data { y : int[row] } param psi ~ Beta(1, 1) param rate ~ Exponential(0.5)',
    after: 'observe y[i in row] ~ Poisson(z[i] * rate)',
    position: [0.3, 0.6],
  },
  {
    name: 'occupancy: many visits of each site, in a table and in a long list',
    unknowns: [{ name: 'z', dims: '[site]', prior: 'Bernoulli(psi)', lo: 0, hi: 1, size: 4 }],
    dims: { site: 4, visit: 3, row: 5 },
    data: {
      seen: { values: [0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0], dims: ['site', 'visit'], element: 'int' },
      heard: { values: [0, 1, 0, 0, 1], dims: ['row'], element: 'int' },
      site_of: { values: [1, 1, 2, 4, 3], dims: ['row'], element: 'int', labelsOf: 'site' },
    },
    before:
      'data { seen : int[site, visit]  heard : int[row]  site_of : site[row] } param psi ~ Beta(1, 1) param p ~ Beta(2, 2) param q ~ Beta(2, 2)',
    after:
      'let chance[r in row] = z[site_of[r]] * q observe seen[i in site, v in visit] ~ Bernoulli(z[i] * p) observe heard ~ Bernoulli(chance)',
    position: [0.3, -0.6, 0.2],
  },
  {
    name: 'a change point',
    unknowns: [{ name: 'tau', dims: '', prior: 'DiscreteUniform(1, 12)', lo: 1, hi: 12, size: 1 }],
    dims: { year: 12 },
    data: { y: { values: [4, 5, 4, 0, 1, 4, 3, 1, 0, 1, 0, 0], dims: ['year'], element: 'int' } },
    before: 'data { y : int[year] } param early ~ Exponential(1) param late ~ Exponential(1)',
    after: 'observe y[t in year] ~ Poisson(if t <= tau then early else late)',
    position: [1.1, -0.4],
  },
  {
    name: 'counts with a stated bound',
    unknowns: [{ name: 'N', dims: '[site]', prior: 'Poisson(rate) in 0..9', lo: 0, hi: 9, size: 2 }],
    dims: { site: 2, visit: 2 },
    data: { y: { values: [2, 1, 0, 0], dims: ['site', 'visit'], element: 'int' } },
    before: 'data { y : int[site, visit] } param rate ~ Exponential(0.3) param p ~ Beta(2, 2)',
    after: 'observe y[i in site, v in visit] ~ Binomial(N[i], p)',
    position: [1.2, 0.2],
  },
  {
    name: 'two unknowns, one in the prior of a parameter, and a definition',
    unknowns: [
      { name: 'z', dims: '[group]', prior: 'Bernoulli(psi)', lo: 0, hi: 1, size: 2 },
      { name: 'u', dims: '[row]', prior: 'Categorical([0.2, 0.8])', lo: 1, hi: 2, size: 3 },
    ],
    dims: { group: 2, row: 3 },
    data: {
      y: { values: [0.4, 1.1, -2.2], dims: ['row'] },
    },
    before: 'data { y : real[row] } param psi ~ Beta(1, 1)',
    after:
      'param b[group] ~ Normal(3 * z, 0.5) let scale[i in row] = if u[i] == 1 then 4 else 1 observe y ~ Normal(mean(b), scale)',
    position: [0.4, 1.3, 2.2],
  },
  {
    name: 'a hidden Markov chain',
    unknowns: [
      {
        name: 's',
        dims: '[t in time]',
        prior: 'Categorical(if t == 1 then p0 else P[s[t - 1]])',
        lo: 1,
        hi: 3,
        size: 4,
      },
    ],
    dims: { time: 4, k: 3 },
    data: { y: { values: [-1.2, 0.3, 2.9, 0.1], dims: ['time'] } },
    before:
      'data { y : real[time] } param m[k]: ordered ~ Normal(0, 3) param p0[k] ~ Dirichlet([1, 1, 1]) param P[k, k] ~ Dirichlet([1, 2, 1])',
    after: 'observe y[t in time] ~ Normal(m[s[t]], 0.9)',
    position: [-0.6, 0.2, 0.4, 0.1, -0.3, 0.5, -0.2, 0.3, 0.7, -0.4, 0.2],
    isChain: true,
  },
  {
    name: 'chains of several individuals, seen from a time of their own on, absorbed at the end',
    unknowns: [
      {
        name: 'alive',
        dims: '[i in animal, t in time]',
        prior: 'Bernoulli(if t < first[i] then 0 else if t == first[i] then 1 else alive[i, t - 1] * phi[t])',
        lo: 0,
        hi: 1,
        size: 9,
      },
    ],
    dims: { animal: 3, time: 3 },
    data: {
      seen: { values: [1, 0, 0, 0, 1, 1, 0, 1, 0], dims: ['animal', 'time'], element: 'int' },
      first: { values: [1, 2, 2], dims: ['animal'], element: 'int' },
    },
    before:
      'data { seen : int[animal, time]  first : int[animal] } param phi[time] ~ Beta(2, 1) param p ~ Beta(2, 2)',
    after:
      'observe seen[i in animal, t in time] ~ Bernoulli(if t <= first[i] then alive[i, t] else alive[i, t] * p)',
    position: [0.4, -0.3, 0.8, 0.2],
    isChain: true,
  },
  {
    name: 'dynamic occupancy, the axis of time first, with visits in a long list',
    unknowns: [
      {
        name: 'z',
        dims: '[t in year, i in site]',
        prior: 'Bernoulli(if t == 1 then psi else z[t - 1, i] * stay + (1 - z[t - 1, i]) * come)',
        lo: 0,
        hi: 1,
        size: 6,
      },
    ],
    dims: { year: 3, site: 2, row: 7 },
    data: {
      seen: { values: [0, 1, 0, 0, 0, 1, 0], dims: ['row'], element: 'int' },
      year_of: { values: [1, 1, 2, 3, 1, 3, 3], dims: ['row'], element: 'int', labelsOf: 'year' },
      site_of: { values: [1, 1, 2, 1, 2, 2, 2], dims: ['row'], element: 'int', labelsOf: 'site' },
    },
    before:
      'data { seen : int[row]  year_of : year[row]  site_of : site[row] } param psi ~ Beta(1, 1) param stay ~ Beta(3, 1) param come ~ Beta(1, 3) param p ~ Beta(2, 2)',
    after: 'observe seen[r in row] ~ Bernoulli(z[year_of[r], site_of[r]] * p)',
    position: [0.3, 0.9, -0.8, 0.1],
    isChain: true,
  },
  {
    name: 'switching regressions, whose outcome depends on two states',
    unknowns: [
      {
        name: 's',
        dims: '[t in time]',
        prior: 'Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then stay else 1 - stay)',
        lo: 0,
        hi: 1,
        size: 5,
      },
    ],
    dims: { time: 5 },
    data: { y: { values: [-0.2, 0.3, 1.9, 1.7, 0.1], dims: ['time'] } },
    before: 'data { y : real[time] } param stay ~ Beta(4, 2) param jump ~ HalfNormal(2)',
    after:
      'observe y[t in 2..5] ~ Normal(jump * s[t] + 0.5 * (y[t - 1] - jump * s[t - 1]), 0.6) observe y[t in 1..1] ~ Normal(jump * s[1], 1)',
    position: [0.4, 0.3],
    isChain: true,
  },
  {
    name: 'no other unknown',
    unknowns: [
      {
        name: 's',
        dims: '[t in time]',
        prior: 'Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then 0.8 else 0.3)',
        lo: 0,
        hi: 1,
        size: 3,
      },
    ],
    dims: { time: 3 },
    data: { y: { values: [-0.2, 0.3, 1.9], dims: ['time'] } },
    before: 'data { y : real[time] }',
    after: 'observe y[t in time] ~ Normal(s[t], 1)',
    position: [0],
    isChain: true,
  },
  {
    name: 'a chain of counts with many values',
    unknowns: [
      {
        name: 'N',
        dims: '[t in time]',
        prior: 'Poisson(if t == 1 then rate else 0.3 + 0.8 * N[t - 1]) in 0..9',
        lo: 0,
        hi: 9,
        size: 3,
      },
    ],
    dims: { time: 3 },
    data: { y: { values: [2, 1, 0], dims: ['time'], element: 'int' } },
    before: 'data { y : int[time] } param rate ~ Exponential(0.3) param p ~ Beta(2, 2)',
    after: 'observe y[t in time] ~ Binomial(N[t], p)',
    position: [1.2, 0.2],
    isChain: true,
  },
  {
    name: 'survivors of a count, whose most is stated',
    unknowns: [
      {
        name: 'N',
        dims: '[t in time]',
        prior: 'Binomial(if t == 1 then 5 else N[t - 1], stay) in 0..5',
        lo: 0,
        hi: 5,
        size: 3,
      },
    ],
    dims: { time: 3 },
    data: { y: { values: [2, 1, 0], dims: ['time'], element: 'int' } },
    before: 'data { y : int[time] } param stay ~ Beta(4, 1) param p ~ Beta(2, 2)',
    after: 'observe y[t in time] ~ Binomial(N[t], p)',
    position: [0.7, 0.2],
    isChain: true,
  },
  {
    name: 'two memberships that meet in each row, with rows of each pair in a list',
    unknowns: [
      { name: 'a', dims: '[p]', prior: 'Categorical(w)', lo: 1, hi: 3, size: 2 },
      { name: 'b', dims: '[q]', prior: 'Bernoulli(psi)', lo: 0, hi: 1, size: 3 },
    ],
    dims: { p: 2, q: 3, row: 7, k: 3 },
    data: {
      y: { values: [-1.2, 0.3, 2.9, 0.4, 1.1, -0.3, 0.2], dims: ['row'] },
      p_of: { values: [1, 2, 2, 1, 1, 2, 1], dims: ['row'], element: 'int', labelsOf: 'p' },
      q_of: { values: [1, 1, 2, 3, 3, 3, 1], dims: ['row'], element: 'int', labelsOf: 'q' },
    },
    before:
      'data { y : real[row]  p_of : p[row]  q_of : q[row] } param w[k] ~ Dirichlet([1, 2, 1]) param psi ~ Beta(2, 1) param m[k]: ordered ~ Normal(0, 3) param d ~ Normal(0, 1)',
    after: 'observe y[r in row] ~ Normal(m[a[p_of[r]]] + d * b[q_of[r]], 0.7)',
    position: [0.2, -0.4, 0.3, -0.6, 0.2, 0.4, 0.9],
    isChain: true,
  },
  {
    name: 'a network with a loop (Asia), its tables unknown',
    unknowns: [
      ['asia', 'Bernoulli(0.01)'],
      ['tub', 'Bernoulli(if asia == 1 then t[1] else t[2])'],
      ['smoke', 'Bernoulli(0.5)'],
      ['lung', 'Bernoulli(if smoke == 1 then l[1] else l[2])'],
      ['bronc', 'Bernoulli(if smoke == 1 then 0.6 else 0.3)'],
      ['either', 'Bernoulli(if tub == 1 or lung == 1 then 1 else 0)'],
      ['xray', 'Bernoulli(if either == 1 then 0.98 else 0.05)'],
    ].map(([name, prior]) => ({ name, dims: '', prior, lo: 0, hi: 1, size: 1 })),
    dims: { two: 2 },
    data: { dysp: 1 },
    before:
      'data { dysp : int = 1 } param t[two] ~ Beta([1.05, 1.01], [1.95, 1.99]) param l[two] ~ Beta(1, 9) param q[two, two] ~ Beta(2, 2)',
    after: 'observe dysp ~ Bernoulli(q[either + 1, bronc + 1])',
    position: [0.3, -0.4, 0.2, 0.1, 0.5, -0.7, 0.8, 0.1],
    isChain: true,
  },
  {
    name: 'a tree with parents of its own in data, observed at its leaves',
    unknowns: [
      {
        name: 's',
        dims: '[n in node]',
        prior: 'Categorical(if parent[n] == 0 then p0 else P[s[parent[n]]])',
        lo: 1,
        hi: 2,
        size: 8,
      },
    ],
    dims: { node: 8, leaf: 4, k: 2 },
    data: {
      parent: { values: [0, 1, 1, 2, 2, 3, 3, 0], dims: ['node'], element: 'int' },
      y: { values: [0.3, -0.4, 2.2, 1.7], dims: ['leaf'] },
    },
    before:
      'data { parent : int[node]  y : real[leaf] } param p0[k] ~ Dirichlet([1, 1]) param P[k, k] ~ Dirichlet([2, 1]) param m[k]: ordered ~ Normal(0, 2)',
    after: 'observe y[j in leaf] ~ Normal(m[s[j + 3]], 1)',
    position: [0.3, -0.4, 0.6, 0.1, 0.5],
    isChain: true,
  },
  {
    name: 'a grid of neighbours',
    unknowns: [{ name: 'z', dims: '[row, col]', prior: 'Bernoulli(0.4)', lo: 0, hi: 1, size: 9 }],
    dims: { row: 3, col: 3 },
    data: { y: { values: [0.1, 1.2, 0.9, -0.3, 0.6, 1.1, 0.2, 0.1, -0.4], dims: ['row', 'col'] } },
    before: 'data { y : real[row, col] } param alike ~ Normal(0, 1)',
    after:
      'potential down = alike * sum(sum(if z[i, j] == z[i + 1, j] then 1 else 0 for i in 1..2) for j in col) potential right = alike * sum(sum(if z[i, j] == z[i, j + 1] then 1 else 0 for j in 1..2) for i in row) observe y[i in row, j in col] ~ Normal(z[i, j], 0.8)',
    position: [0.7],
    isChain: true,
  },
  {
    name: 'two chains that meet in their outcome',
    unknowns: [
      {
        name: 's',
        dims: '[t in time]',
        prior: 'Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then stay else 1 - stay)',
        lo: 0,
        hi: 1,
        size: 4,
      },
      {
        name: 'u',
        dims: '[t in time]',
        prior: 'Bernoulli(if t == 1 then 0.3 else if u[t - 1] == 1 then 0.9 else 0.2)',
        lo: 0,
        hi: 1,
        size: 4,
      },
    ],
    dims: { time: 4 },
    data: { y: { values: [-0.2, 0.3, 1.9, 1.7], dims: ['time'] } },
    before: 'data { y : real[time] } param stay ~ Beta(4, 2) param jump ~ HalfNormal(2)',
    after: 'observe y[t in time] ~ Normal(jump * s[t] + u[t], 0.6)',
    position: [0.4, 0.3],
    isChain: true,
  },
  {
    name: 'the sum of a few in one likelihood, and counts',
    unknowns: [
      { name: 'z', dims: '[gene]', prior: 'Bernoulli(psi)', lo: 0, hi: 1, size: 5 },
      { name: 'N', dims: '', prior: 'Poisson(2) in 0..9', lo: 0, hi: 9, size: 1 },
    ],
    dims: { gene: 5 },
    data: { y: 1.4, n: 2 },
    before:
      'data { y : real = 1.4  n : int = 2 } param psi ~ Beta(2, 3) param s ~ HalfNormal(1) param p ~ Beta(2, 2)',
    after: 'observe y ~ Normal(sum(z) + 0.1 * N, s) observe n ~ Binomial(N, p)',
    position: [0.2, 0.1, 0.4],
    isChain: true,
  },
  {
    name: 'a graph and no other unknown',
    unknowns: [
      { name: 'a', dims: '', prior: 'Bernoulli(0.2)', lo: 0, hi: 1, size: 1 },
      { name: 'b', dims: '', prior: 'Bernoulli(0.6)', lo: 0, hi: 1, size: 1 },
      {
        name: 'c',
        dims: '',
        prior: 'Categorical(if a == b then [0.5, 0.5, 0] else [0.1, 0.2, 0.7])',
        lo: 1,
        hi: 3,
        size: 1,
      },
    ],
    dims: {},
    data: { y: 1 },
    before: 'data { y : int = 1 }',
    after: 'observe y ~ Bernoulli(if c == 1 then 0.9 else if a == 1 then 0.3 else 0.4)',
    position: [0],
    isChain: true,
  },
];

function* configurations(sizes: readonly { lo: number; hi: number; size: number }[]): Generator<number[][]> {
  const flat = sizes.flatMap(({ lo, hi, size }) => Array.from({ length: size }, () => ({ lo, hi })));
  const values = flat.map(({ lo }) => lo);
  for (;;) {
    const starts = sizes.map((_, k) => sizes.slice(0, k).reduce((sum, { size }) => sum + size, 0));
    yield sizes.map(({ size }, k) => values.slice(starts[k], starts[k] + size));
    let i = 0;
    while (i < flat.length && values[i] === flat[i].hi) values[i] = flat[i++].lo;
    if (i === flat.length) return;
    values[i]++;
  }
}

/** The dims of `[t in time]`. */
function named(dims: string): string {
  return dims.replaceAll(/\w+ in /g, '');
}

/** The log density, the probability of each value of each element, and of all values together. */
function enumerate(one: Case, position: readonly number[]) {
  const observed = one.unknowns.map(({ name, dims, prior }) => {
    const indices = dims.includes(' in ') ? dims : '';
    return `observe ${name}${indices} ~ ${prior.replace(/(.*) in (.*)\.\.(.*)/, 'Truncated($1, $2, $3)')}`;
  });
  const declared = `data { ${one.unknowns.map(({ name, dims }) => `${name} : int${named(dims)}`).join(' ')} }`;
  const text = `${one.before}\n${declared}\n${observed.join('\n')}\n${one.after}`;
  const all = [...configurations(one.unknowns)].map((values) => {
    const given = one.unknowns.map(({ name, dims }, k): [string, Datum] => [
      name,
      { values: values[k], dims: dims === '' ? [] : named(dims).slice(1, -1).split(', '), element: 'int' },
    ]);
    const ir = irOf(text, dataOf(one.dims, { ...one.data, ...Object.fromEntries(given) }));
    return { values, log: interpretValue(ir, Float64Array.from(position.slice(0, ir.dimension))) };
  });
  const most = Math.max(...all.map(({ log }) => (Number.isNaN(log) ? Number.NEGATIVE_INFINITY : log)));
  const mass = (chosen: typeof all): number =>
    chosen.reduce((sum, { log }) => sum + (Number.isNaN(log) ? 0 : Math.exp(log - most)), 0);
  const total = mass(all);
  const probabilities = one.unknowns.map(({ lo, hi, size }, k) =>
    Array.from({ length: size }, (_, i) =>
      Array.from(
        { length: hi - lo + 1 },
        (_, v) => mass(all.filter(({ values }) => values[k][i] === lo + v)) / total,
      ),
    ).flat(),
  );
  const together = all.map(({ values, log }) => ({
    values: values.flat(),
    probability: Number.isNaN(log) ? 0 : Math.exp(log - most) / total,
  }));
  return { logDensity: most + Math.log(total), probabilities, together };
}

/** Zeros where they do not vary. */
function standardise(values: Float64Array): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (sd === 0 ? 0 : (value - mean) / sd));
}

function summedOut(one: Case) {
  const params = one.unknowns.map(({ name, dims, prior }) => `param ${name}${dims} ~ ${prior}`);
  const told = one.unknowns.map(
    ({ name }) => `deterministic prob_${name} = prob(${name}) deterministic best_${name} = viterbi(${name})`,
  );
  const text = [one.before, ...params, one.after, ...told].join('\n');
  return irOf(text, dataOf(one.dims, one.data));
}

function countOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((a, b) => a * b, 1);
}

describe.each(cases)('$name', (one) => {
  const ir = summedOut(one);
  const expected = enumerate(one, one.position);

  it('has the density of the enumeration, and its gradient', async () => {
    const position = Float64Array.from(one.position);
    expect(Math.abs(interpretValue(ir, position) - expected.logDensity)).toBeLessThan(1e-10);
    const found = gradientAt(await compiled(ir), position);
    expect(Math.abs(found.logDensity - expected.logDensity)).toBeLessThan(1e-10);
    for (const i of position.keys()) {
      const h = 1e-4;
      const near = (steps: number): number =>
        interpretValue(
          ir,
          position.map((x, j) => (i === j ? x + steps * h : x)),
        );
      const slope = (8 * (near(1) - near(-1)) - (near(2) - near(-2))) / (12 * h);
      expect(Math.abs(found.gradient[i] - slope)).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
    }
  });

  it('recovers the probabilities of the enumeration, and the most probable values', async () => {
    const values = interpretGenerated(ir, Float64Array.from(one.position));
    const quantity = (name: string): number[] => {
      const found = ir.quantities.find((q) => q.name === name);
      return [...(values.get(found?.array ?? -1) ?? [])];
    };
    for (const [k, { name }] of one.unknowns.entries()) {
      const found = quantity(`prob_${name}`);
      expect(found.length).toBe(expected.probabilities[k].length);
      for (const [i, p] of found.entries())
        expect(Math.abs(p - expected.probabilities[k][i])).toBeLessThan(1e-10);
    }
    const best = expected.together.reduce((a, b) => (b.probability > a.probability ? b : a));
    expect(one.unknowns.flatMap(({ name }) => quantity(`best_${name}`))).toEqual(best.values);
    const out = new Float64Array(ir.quantities.reduce((sum, q) => sum + countOf(q), 0));
    (await compiled(ir)).constrain(Float64Array.from(one.position), out);
    let offset = 0;
    for (const q of ir.quantities) {
      const own = [...out.subarray(offset, offset + countOf(q))];
      offset += countOf(q);
      if (!/^(prob|best)_/.test(q.name)) continue;
      for (const [i, value] of quantity(q.name).entries()) expect(own[i]).toBeCloseTo(value, 11);
    }
  });

  it('draws values with these probabilities, the same in the module and the interpreter', async () => {
    const instance = await compiled(ir);
    const size = ir.quantities.reduce((sum, q) => sum + countOf(q), 0);
    const out = new Float64Array(size);
    let offset = 0;
    const places = new Map<string, number>();
    for (const { name, shape } of ir.quantities) {
      places.set(name, offset);
      offset += shape.reduce((a, b) => a * b, 1);
    }
    const draws = 4000;
    const counted = expected.probabilities.map((p) => p.map(() => 0));
    const columns = one.unknowns.flatMap(({ size: elements }) =>
      Array.from({ length: elements }, () => new Float64Array(draws)),
    );
    for (let d = 0; d < draws; d++) {
      // So close that the probabilities are those of the position.
      const position = Float64Array.from(one.position, (x) => x + 1e-9 * d);
      instance.constrain(position, out);
      if (d < 3) {
        const values = interpretGenerated(ir, position);
        for (const { name, array, kind } of ir.quantities)
          if (kind === 'discrete') {
            const own = [...(values.get(array) ?? [])];
            const first = places.get(name) ?? 0;
            expect([...out.subarray(first, first + own.length)]).toEqual(own);
          }
      }
      let column = 0;
      for (const [k, { name, lo, hi, size: elements }] of one.unknowns.entries())
        for (let i = 0; i < elements; i++) {
          const value = out[(places.get(name) ?? 0) + i];
          counted[k][i * (hi - lo + 1) + value - lo]++;
          columns[column++][d] = value;
        }
    }
    // Given the other unknowns the elements of chains are drawn together, others independently.
    const drawn = new Map<string, number>();
    for (let d = 0; d < draws; d++) {
      const key = columns.map((column) => column[d]).join();
      drawn.set(key, (drawn.get(key) ?? 0) + 1);
    }
    for (const { values, probability: p } of one.isChain === true ? expected.together : [])
      expect(Math.abs((drawn.get(values.join()) ?? 0) - draws * p)).toBeLessThanOrEqual(
        4.5 * Math.sqrt(draws * p * (1 - p)) + 2,
      );
    if (one.isChain === true) expect(drawn.size).toBeLessThanOrEqual(expected.together.length);
    const standardised = columns.map(standardise);
    for (const [i, x] of standardised.entries())
      for (const y of one.isChain === true ? [] : standardised.slice(0, i))
        expect(Math.abs(x.reduce((sum, value, d) => sum + value * y[d], 0))).toBeLessThan(
          4.5 * Math.sqrt(draws),
        );
    for (const [k, probabilities] of expected.probabilities.entries())
      for (const [i, p] of probabilities.entries()) {
        // A value expected less than once may come twice: its count is not normal.
        const most = 4.5 * Math.sqrt(draws * p * (1 - p)) + 2;
        expect(Math.abs(counted[k][i] - draws * p)).toBeLessThanOrEqual(most);
      }
  });
});
