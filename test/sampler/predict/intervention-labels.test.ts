/** Labels, counts and groups that a prediction sets or draws. */
import { describe, expect, test } from 'vitest';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { predictorLines } from '../../../sampler/predict/predictor-lines.ts';
import { expectMean, expectShare, folderWith, rowOf, runWith } from './models.ts';
import { at, chain, chainDraws, expectLike, fill, N, names, simulate } from './set-and-drawn.ts';

describe('labels and counts as predictors of another outcome', () => {
  const text = `dim row, kind = ["red", "green", "blue"]
data { x : real[row] = [0, 1, 1]
  k : kind[row] = ["red", "green", "blue"]
  n : int[row] = [0, 1, 2]
  y : real[row] = [0, 1, 2] }
param m[kind] ~ Normal(0, 5)
observe y ~ Normal(m[k] + (if k == "blue" then 100 else 0) + n, 0.1)
observe k[i in row] ~ Categorical(logits = [0, x[i], 2 * x[i]])
observe n ~ Poisson(exp(x))
predict drawn { x = [0, 1] }
predict set { x = [1, 1], k = ["green", "blue"], n = [7, 0] }
`;
  const draws = { 'm[red]': fill(1), 'm[green]': fill(-4), 'm[blue]': fill(3) };
  const poisson = (u: () => number, mean: number): number => {
    let k = 0;
    for (let product = u(); product > Math.exp(-mean); product *= u()) k++;
    return k;
  };

  test('drawn: gathers, comparisons and counts follow', async () => {
    const found = await at(runWith(text, draws));
    for (const [i, x] of [0, 1].entries()) {
      const total = 1 + Math.exp(x) + Math.exp(2 * x);
      const simulated = simulate((z, u) => {
        const p = u() * total;
        const kind = p < 1 ? 0 : p < 1 + Math.exp(x) ? 1 : 2;
        return [1, -4, 103][kind] + poisson(u, Math.exp(x)) + 0.1 * z();
      });
      expectLike(found, `y[${i + 1}]`, simulated);
    }
  });

  test('set', async () => {
    const found = await at(runWith(text, draws), 1);
    expect(names(found)).toEqual(['y[1]', 'y[2]']);
    expectMean(rowOf(found.quantities, 'y[1]').mean, 3, 0.1, N);
    expectMean(rowOf(found.quantities, 'y[2]').mean, 103, 0.1, N);
  });

  test('a binary outcome, and a parameter of the new rows that depends on it', async () => {
    const model = `dim row
data { x : real[row] = [0, 1]  sick : int[row] in 0..1 = [0, 1]  y : real[row] = [1, 2] }
param tau ~ HalfNormal(1)
param e[row] ~ Normal(if sick == 1 then 10 else -10, tau)
observe y ~ Normal(e, 0.1)
observe sick ~ Bernoulli(logit_p = x)
predict p { x = [1] }
`;
    const found = await at(runWith(model, { tau: fill(0.5), 'e[1]': fill(0), 'e[2]': fill(0) }));
    const p = 1 / (1 + Math.exp(-1));
    expectLike(
      found,
      'y[1]',
      simulate((z, u) => (u() < p ? 10 : -10) + 0.5 * z() + 0.1 * z()),
    );
  });
});

describe('groups', () => {
  test('what is known of groups stays where only their members are new', async () => {
    const text = `dim row, county = ["A", "B"]
data { u : real[county] = [3, 8]
  of : county[row] = ["A", "B", "B"]
  y : real[row] = [1, 2, 3] }
param m ~ Normal(0, 1)
observe u ~ Normal(m, 5)
observe y ~ Normal(u[of], 0.1)
predict p { of = ["B", "A"] }
`;
    const found = await at(runWith(text, { m: fill(0) }));
    expect(names(found)).toEqual(['y[1]', 'y[2]']);
    expectMean(rowOf(found.quantities, 'y[1]').mean, 8, 0.1, N);
    expectMean(rowOf(found.quantities, 'y[2]').mean, 3, 0.1, N);
  });

  test('of a group that is new it is drawn', async () => {
    const text = `dim row, county = ["A", "B"]
data { u : real[county] = [3, 8]
  of : county[row] = ["A", "B", "B"]
  y : real[row] = [1, 2, 3] }
param m ~ Normal(0, 1)
observe u ~ Normal(m, 5)
observe y ~ Normal(u[of], 0.1)
predict p { of = ["C", "A"] }
`;
    const found = await at(runWith(text, { m: fill(20) }));
    expectLike(
      found,
      'y[1]',
      simulate((z) => 20 + 5 * z() + 0.1 * z()),
    );
  });
});

describe('siblings', () => {
  test('a count that is the number of trials of another', async () => {
    const text = `dim row
data { x : real[row] = [0, 1]  n : int[row] = [3, 4]  k : int[row] in 0..n = [1, 2] }
param p ~ Beta(1, 1)
observe k ~ Binomial(n, p)
observe n ~ Poisson(exp(x) * 5)
predict drawn { x = [0, 1, 2] }
predict set { x = [0, 1, 2], n = 10 }
`;
    const model = runWith(text, { p: fill(0.5) });
    // A thinned Poisson variable is one of half the mean.
    const drawn = await at(model);
    expectMean(rowOf(drawn.quantities, 'k[2]').mean, 2.5 * Math.E, Math.sqrt(2.5 * Math.E), N);
    const set = await at(model, 1);
    expect(names(set)).toEqual(['k[1]', 'k[2]', 'k[3]']);
    expectMean(rowOf(set.quantities, 'k[3]').mean, 5, Math.sqrt(2.5), N);
  });

  test('labels that follow each other, and one of a table by a label of a label', async () => {
    const text = `dim time, state = ["s", "t"], side = ["N", "S"]
data { e : real[time] = [0, 0, 0]
  s : state[time] = ["s", "t", "s"]
  of : side[state] = ["N", "S"] }
param P[state, state] ~ Dirichlet([1, 1])
param h[side, state] ~ Normal(0, 9)
observe e ~ Normal(h[of[s], s], 0.1)
observe s[i in time] ~ Categorical(if i == 1 then [1, 0] else P[s[i - 1]])
predict four { s = ["s", "s", "s", "t"] }
predict fresh { x = 2 }
`.replace('data {', 'data { x : real = 1');
    const model = runWith(text, {
      ...{ 'P[s,s]': fill(0.9), 'P[s,t]': fill(0.1), 'P[t,s]': fill(0), 'P[t,t]': fill(1) },
      ...{ 'h[N,s]': fill(1), 'h[N,t]': fill(99), 'h[S,s]': fill(99), 'h[S,t]': fill(5) },
    });
    const four = await at(model);
    expect(names(four)).toEqual(['e[1]', 'e[2]', 'e[3]', 'e[4]']);
    expectMean(rowOf(four.quantities, 'e[4]').mean, 5, 0.1, N);
    const fresh = await at(model, 1);
    expectShare(rowOf(fresh.quantities, 'P(s[3] = s)').mean, 0.81, N);
    expectLike(
      fresh,
      'e[3]',
      simulate((z, u) => (u() < 0.81 ? 1 : 5) + 0.1 * z()),
    );
  });

  test('a vector in each row, a sum over neighbours', async () => {
    const text = `dim row, k = 2
data { x : real[row] = [0, 1]
  W : real[row, row] = [[0, 1], [1, 0]]
  b : real[row, k] = [[1, 2], [1, 2]]
  y : real[row] = [1, 1] }
param m[k] ~ Normal(0, 1)
observe y[i in row] ~ Normal(sum(W[i, j] * (b[j, 1] - b[j, 2]) for j in row), 0.01)
observe b[i in row] ~ MvNormal(m * x[i], cov = [[1, 0.9], [0.9, 1]])
predict p { x = [1, 10, 100], W = [[0, 1, 1], [1, 0, 0], [0, 0, 0]] }
`;
    const found = await at(runWith(text, { 'm[1]': fill(1), 'm[2]': fill(3) }));
    expectLike(
      found,
      'y[1]',
      simulate((z) => -2 * 110 + Math.sqrt(0.4) * z() + 0.01 * z()),
    );
    expectLike(
      found,
      'y[2]',
      simulate((z) => -2 + Math.sqrt(0.2) * z() + 0.01 * z()),
    );
  });

  test('summaries of outcomes that only a derived quantity uses follow them', async () => {
    const text = `dim row
data { x : real[row] = [0, 1]  b : real[row] = [5, 6]  y : real[row] = [1, 2] }
param m ~ Normal(0, 1)
observe y ~ Normal(x + b - mean(b), 0.1)
observe b ~ Normal(0, 1)
let total = sum(y)
deterministic per = total / 3
deterministic level = mean(b)
predict p { x = [1, 10, 100], b = [1, 1, 4] }
`;
    const found = await at(runWith(text, { m: fill(0) }));
    expect(rowOf(found.quantities, 'level').mean).toBeCloseTo(2, 12);
    // The fitted mean of b is 5.5.
    expectMean(rowOf(found.quantities, 'per').mean, (111 + 6 - 3 * 5.5) / 3, 0.1, N);
  });

  test('labels that a file leaves empty are drawn, the others set', async () => {
    const folder = folderWith({ 'd.csv': 'z,y,k\n0,1,u\n1,2,v\n2,3,u\n', 'new.csv': 'z,k\n0,u\n1,\n' });
    const text = `dim row, kind
data from "d.csv" { z : real[row]  k : kind[row]  y : real[row] }
param g[kind] ~ Normal(0, 1)
observe k[i in row] ~ Categorical(logits = [0, z[i]])
observe y ~ Normal(g[k], 0.1)
predict p from "new.csv"
`;
    const found = await at(runWith(text, { 'g[u]': fill(1), 'g[v]': fill(7) }, folder));
    expect(names(found)).toEqual(['P(k[2] = u)', 'P(k[2] = v)', 'y[1]', 'y[2]']);
    expectMean(rowOf(found.quantities, 'y[1]').mean, 1, 0.1, N);
    const p = 1 / (1 + Math.exp(-1));
    expectLike(
      found,
      'y[2]',
      simulate((z, u) => (u() < p ? 7 : 1) + 0.1 * z()),
    );
  });

  test('a line along a predictor that is observed itself holds the others and draws none', async () => {
    const model = runWith(chain, chainDraws);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    const lines = (await predictorLines({ ...model, load }, model.draws, 3)).get('y') ?? [];
    expect(lines.map(({ predictor }) => predictor)).toEqual(['b']);
    const [along] = lines;
    for (const [i, x] of along.x.entries()) expect(along.draws[0][i]).toBeCloseTo(2 * x, 9);
  });
});
