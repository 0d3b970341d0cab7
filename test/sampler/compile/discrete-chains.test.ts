/** Discrete unknowns in chains, whose elements depend on earlier ones, against enumeration. */
import { describe } from 'vitest';
import { agreesWithEnumeration, type Case, unknown } from './discrete-enumeration.ts';

/** Three states at four times; the cases differ in the state from which a chain starts. */
const hiddenChain: Omit<Case, 'name' | 'unknowns'> = {
  dims: { time: 4, k: 3 },
  data: { y: { values: [-1.2, 0.3, 2.9, 0.1], dims: ['time'] } },
  before:
    'data { y : real[time] } param m[k]: ordered ~ Normal(0, 3) param p0[k] ~ Dirichlet([1, 1, 1]) param P[k, k] ~ Dirichlet([1, 2, 1])',
  after: 'observe y[t in time] ~ Normal(m[s[t]], 0.9)',
  position: [-0.6, 0.2, 0.4, 0.1, -0.3, 0.5, -0.2, 0.3, 0.7, -0.4, 0.2],
  isChain: true,
};

const cases: readonly Case[] = [
  {
    name: 'a hidden Markov chain',
    unknowns: [unknown('s', '[t in time]', 'Categorical(if t == 1 then p0 else P[s[t - 1]])', [1, 3], 4)],
    ...hiddenChain,
  },
  {
    name: 'a chain from its last element back',
    unknowns: [unknown('s', '[t in time]', 'Categorical(if t == 4 then p0 else P[s[t + 1]])', [1, 3], 4)],
    ...hiddenChain,
  },
  {
    name: 'chains of several individuals, seen from a time of their own on, absorbed at the end',
    unknowns: [
      unknown(
        'alive',
        '[i in animal, t in time]',
        'Bernoulli(if t < first[i] then 0 else if t == first[i] then 1 else alive[i, t - 1] * phi[t])',
        [0, 1],
        9,
      ),
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
      unknown(
        'z',
        '[t in year, i in site]',
        'Bernoulli(if t == 1 then psi else z[t - 1, i] * stay + (1 - z[t - 1, i]) * come)',
        [0, 1],
        6,
      ),
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
      unknown(
        's',
        '[t in time]',
        'Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then stay else 1 - stay)',
        [0, 1],
        5,
      ),
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
      unknown(
        's',
        '[t in time]',
        'Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then 0.8 else 0.3)',
        [0, 1],
        3,
      ),
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
      unknown(
        'N',
        '[t in time]',
        'Poisson(if t == 1 then rate else 0.3 + 0.8 * N[t - 1]) in 0..9',
        [0, 9],
        3,
      ),
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
      unknown('N', '[t in time]', 'Binomial(if t == 1 then 5 else N[t - 1], stay) in 0..5', [0, 5], 3),
    ],
    dims: { time: 3 },
    data: { y: { values: [2, 1, 0], dims: ['time'], element: 'int' } },
    before: 'data { y : int[time] } param stay ~ Beta(4, 1) param p ~ Beta(2, 2)',
    after: 'observe y[t in time] ~ Binomial(N[t], p)',
    position: [0.7, 0.2],
    isChain: true,
  },
];

describe.each(cases)('$name', agreesWithEnumeration);
