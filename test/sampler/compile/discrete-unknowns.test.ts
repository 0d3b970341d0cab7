/** Discrete unknowns whose elements do not depend on each other, against enumeration. */
import { describe } from 'vitest';
import { agreesWithEnumeration, type Case, unknown } from './discrete-enumeration.ts';

const y = { values: [-1.2, 0.3, 2.9], dims: ['row'] };
const counts = { values: [0, 3, 0], dims: ['row'], element: 'int' as const };

const cases: readonly Case[] = [
  {
    name: 'memberships of a mixture',
    unknowns: [unknown('z', '[row]', 'Categorical(w)', [1, 3], 3)],
    dims: { row: 3, k: 3 },
    data: { y },
    before: 'data { y : real[row] } param m[k]: ordered ~ Normal(0, 3) param w[k] ~ Dirichlet([1, 1, 1])',
    after: 'observe y[i in row] ~ Normal(m[z[i]], 0.7)',
    position: [-0.6, 0.2, 0.4, 0.1, -0.3],
  },
  {
    name: 'zero inflation',
    unknowns: [unknown('z', '[row]', 'Bernoulli(psi)', [0, 1], 3)],
    dims: { row: 3 },
    data: { y: counts },
    before: 'data { y : int[row] } param psi ~ Beta(1, 1) param rate ~ Exponential(0.5)',
    after: 'observe y[i in row] ~ Poisson(z[i] * rate)',
    position: [0.3, 0.6],
  },
  {
    name: 'occupancy: many visits of each site, in a table and in a long list',
    unknowns: [unknown('z', '[site]', 'Bernoulli(psi)', [0, 1], 4)],
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
    unknowns: [unknown('tau', '', 'DiscreteUniform(1, 12)', [1, 12], 1)],
    dims: { year: 12 },
    data: { y: { values: [4, 5, 4, 0, 1, 4, 3, 1, 0, 1, 0, 0], dims: ['year'], element: 'int' } },
    before: 'data { y : int[year] } param early ~ Exponential(1) param late ~ Exponential(1)',
    after: 'observe y[t in year] ~ Poisson(if t <= tau then early else late)',
    position: [1.1, -0.4],
  },
  {
    name: 'counts with a stated bound',
    unknowns: [unknown('N', '[site]', 'Poisson(rate) in 0..9', [0, 9], 2)],
    dims: { site: 2, visit: 2 },
    data: { y: { values: [2, 1, 0, 0], dims: ['site', 'visit'], element: 'int' } },
    before: 'data { y : int[site, visit] } param rate ~ Exponential(0.3) param p ~ Beta(2, 2)',
    after: 'observe y[i in site, v in visit] ~ Binomial(N[i], p)',
    position: [1.2, 0.2],
  },
  {
    name: 'two unknowns, one in the prior of a parameter, and a definition',
    unknowns: [
      unknown('z', '[group]', 'Bernoulli(psi)', [0, 1], 2),
      unknown('u', '[row]', 'Categorical([0.2, 0.8])', [1, 2], 3),
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
];

describe.each(cases)('$name', agreesWithEnumeration);
