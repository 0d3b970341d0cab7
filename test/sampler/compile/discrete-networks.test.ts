/** Discrete unknowns that are linked in networks and trees, against enumeration. */
import { describe } from 'vitest';
import { agreesWithEnumeration, type Case, unknown } from './discrete-enumeration.ts';

const cases: readonly Case[] = [
  {
    name: 'two memberships that meet in each row, with rows of each pair in a list',
    unknowns: [
      unknown('a', '[p]', 'Categorical(w)', [1, 3], 2),
      unknown('b', '[q]', 'Bernoulli(psi)', [0, 1], 3),
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
    ].map(([name, prior]) => unknown(name, '', prior, [0, 1], 1)),
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
      unknown('s', '[n in node]', 'Categorical(if parent[n] == 0 then p0 else P[s[parent[n]]])', [1, 2], 8),
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
    unknowns: [unknown('z', '[row, col]', 'Bernoulli(0.4)', [0, 1], 9)],
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
      unknown(
        's',
        '[t in time]',
        'Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then stay else 1 - stay)',
        [0, 1],
        4,
      ),
      unknown(
        'u',
        '[t in time]',
        'Bernoulli(if t == 1 then 0.3 else if u[t - 1] == 1 then 0.9 else 0.2)',
        [0, 1],
        4,
      ),
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
      unknown('z', '[gene]', 'Bernoulli(psi)', [0, 1], 5),
      unknown('N', '', 'Poisson(2) in 0..9', [0, 9], 1),
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
      unknown('a', '', 'Bernoulli(0.2)', [0, 1], 1),
      unknown('b', '', 'Bernoulli(0.6)', [0, 1], 1),
      unknown('c', '', 'Categorical(if a == b then [0.5, 0.5, 0] else [0.1, 0.2, 0.7])', [1, 3], 1),
    ],
    dims: {},
    data: { y: 1 },
    before: 'data { y : int = 1 }',
    after: 'observe y ~ Bernoulli(if c == 1 then 0.9 else if a == 1 then 0.3 else 0.4)',
    position: [0],
    isChain: true,
  },
];

describe.each(cases)('$name', agreesWithEnumeration);
