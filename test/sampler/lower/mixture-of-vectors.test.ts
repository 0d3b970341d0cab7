/** Mixtures whose components draw vectors: one component for each row, the choice summed out. */
import { describe, expect, it } from 'vitest';
import { expectGradients } from '../compile/expect-gradients.ts';
import { dataOf, irOf, logDensityAt } from './model.ts';

const rows = dataOf(
  { obs: 3, v: 2, c: 2 },
  { y: { values: [0.1, 0.2, -0.2, 0.1, 4.1, 3.9], dims: ['obs', 'v'] } },
);

const head = `dim obs = 3, v = 2, c = 2
data { y : real[obs, v] = [[0.1, 0.2], [-0.2, 0.1], [4.1, 3.9]] }
param w[c] ~ Dirichlet([1, 1])
param m[c, v] ~ Normal(0, 5)
param s ~ HalfNormal(1)
let S = s^2 * [[1, 0.3], [0.3, 1]]
`;
const overComponents = 'observe y ~ Mixture(w over c, MvNormal(m[c], S))';
const byName = 'observe y ~ Mixture(w, MvNormal(m[1], S), MvNormal(m[2], S))';
const byRow = 'observe y[i in obs] ~ Mixture(w over c, MvNormal(m[c], S))';
const byHand = `let lp[i in obs, k in c] = log(w[k]) + logpdf(MvNormal(m[k], S), y[i])
potential lik = sum(log_sum_exp(lp over c))`;

describe('a mixture of vectors', () => {
  const at = [0.3, 0.1, 0.3, 3.5, 4, -0.4];
  const expected = logDensityAt(irOf(head + byHand, rows), at);

  it.each([overComponents, byName, byRow])('has the density of the sum over its components: %s', (line) => {
    expect(logDensityAt(irOf(head + line, rows), at)).toBeCloseTo(expected, 12);
  });

  it('has the gradient of its density', () => expectGradients(head + overComponents));

  it('is one row a component, not one element: rows count, elements do not', () => {
    const [observation] = irOf(head + overComponents, rows).observations;
    expect(observation.shape).toEqual([3]);
  });

  it('may be a prior, with the constraint of its components', async () => {
    await expectGradients(
      'param p[3] ~ Mixture([0.4, 0.6], Dirichlet([1, 2, 3]), Dirichlet([5, 2, 1]))\nobserve (p) ~ Normal(0.3, 1)',
    );
    await expectGradients(
      'param z[2] ~ Mixture([0.4, 0.6], MvNormal([0, 0], [[1, 0], [0, 1]]), MvNormal([3, 3], [[1, 0], [0, 1]]))\nobserve (z) ~ Normal(0.3, 1)',
    );
  });
});
