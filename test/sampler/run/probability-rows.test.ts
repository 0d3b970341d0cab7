import { expect, it } from 'vitest';
import { independentRows } from '../../../sampler/run/independent-rows.ts';
import { withoutTails, withProbabilityNames } from '../../../sampler/run/probability-rows.ts';
import { dataOf, irOf } from '../lower/model.ts';

const ir = irOf(
  'data { y : real[row] } param m ~ Normal(0, 1) param z[row] ~ Bernoulli(0.3) param k ~ Categorical([0.2, 0.8]) observe y[i in row] ~ Normal(m * z[i] + k, 1) deterministic p = prob(z) deterministic q = prob(k)',
  dataOf({ row: ['a', 'b'] }, { y: { values: [0.1, 0.4], dims: ['row'] } }),
);
const row = (name: string) => ({
  name,
  mean: 0.25,
  sd: 0.4,
  hdi_3: 0,
  hdi_97: 1,
  mcse_mean: 0.1,
  mcse_sd: 0.1,
  ess_bulk: 300,
  ess_tail: 200,
  r_hat: 1.02,
  pareto_k_mean: 1.2,
  pareto_k_sd: 1.5,
  unreliable: ['mean', 'sd'] as const,
});

it('names probabilities by what they are of, and keeps the name of their draws', () => {
  const rows = withProbabilityNames(ir, ['m', 'p[a,0]', 'p[b,1]', 'q[2]'].map(row));
  expect(rows.map(({ name, element }) => [name, element])).toEqual([
    ['m', undefined],
    ['P(z[a] = 0)', 'p[a,0]'],
    ['P(z[b] = 1)', 'p[b,1]'],
    ['P(k = 2)', 'q[2]'],
  ]);
});

it('finds no heavy tail in what is bounded', () => {
  const rows = withoutTails(ir, ['m', 'z[a]', 'p[b,1]'].map(row));
  expect(rows.map(({ unreliable, pareto_k_mean }) => [unreliable, pareto_k_mean])).toEqual([
    [['mean', 'sd'], 1.2],
    [undefined, Number.NaN],
    [undefined, Number.NaN],
  ]);
});

it('counts each of independent draws', () => {
  const [found] = independentRows([row('z[a]')], 400);
  expect(found).toMatchObject({ ess_bulk: 400, ess_tail: 400, r_hat: 1, mcse_mean: 0.02 });
});
