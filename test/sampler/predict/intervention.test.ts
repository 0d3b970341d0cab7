/** Predictions in which observed quantities are set, or drawn because they are not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { checkNewDraws } from '../../../sampler/predict/check-new-draws.ts';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { type Prediction, predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import { predictorLines } from '../../../sampler/predict/predictor-lines.ts';
import { createRandom } from '../../../sampler/random.ts';
import { root } from '../../bayes-command.ts';
import {
  checked,
  expectMean,
  expectShare,
  folderWith,
  meanOf,
  rowOf,
  runWith,
  varianceOf,
} from './models.ts';

const N = 8000;
const fill = (value: number): number[] => Array<number>(N).fill(value);

async function at(model: PosteriorModel, statement = 0): Promise<Prediction> {
  const values = valuesOf(predictStatements(model)[statement]);
  const result = await predict(model, { name: 'p', values, draws: N, seed: 5 });
  if (result.kind === 'invalid')
    throw new Error(result.diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'));
  return result.prediction;
}

async function failure(model: PosteriorModel, statement = 0): Promise<readonly string[]> {
  const values = valuesOf(predictStatements(model)[statement]);
  const result = await predict(model, { name: 'p', values, draws: 50, seed: 5 });
  return result.kind === 'ok' ? [] : result.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

const names = ({ quantities }: Prediction) => quantities.map(({ name }) => name);

/** Mean and sd as direct simulation has them: 5 standard errors. */
function expectLike(prediction: Prediction, name: string, simulated: readonly number[]): void {
  const row = rowOf(prediction.quantities, name);
  const sd = Math.sqrt(varianceOf(simulated));
  expectMean(row.mean, meanOf(simulated), Math.SQRT2 * sd, N);
  expect(Math.abs(row.sd / sd - 1), `sd of ${name}: ${row.sd}, simulated ${sd}`).toBeLessThan(0.06);
}

const simulate = (draw: (z: () => number, u: () => number) => number): number[] => {
  const rng = createRandom(4711);
  return Array.from({ length: N }, () =>
    draw(
      () => rng.normal(),
      () => rng.next(),
    ),
  );
};

const chain = readFileSync(join(root, 'test', 'cases', 'predict-under-intervention', 'model.bayes'), 'utf8');
const chainDraws = { ab: fill(1), by: fill(2), s: fill(0.2) };

describe('a stated quantity is set, what is not stated is drawn', () => {
  test('case predict-under-intervention: b set', async () => {
    const both = await at(runWith(chain, chainDraws));
    expect(names(both)).toEqual(['y[1]', 'y[2]']);
    expect(both.statistics).toEqual([]);
    expect(both.data).toEqual([]);
    for (const name of names(both)) expectMean(rowOf(both.quantities, name).mean, 0, 0.2, N);
  });

  test('case predict-under-intervention: b drawn, and y follows the drawn b', async () => {
    const model = runWith(
      `${chain}predict one { a = [1, 2] }\npredict three { a = [1, 2, 3] }\n`,
      chainDraws,
    );
    const one = await at(model, 1);
    expect(names(one)).toEqual(['b[1]', 'b[2]', 'y[1]', 'y[2]']);
    expect(one.statistics).toEqual([]);
    for (const [i, a] of [1, 2].entries()) {
      expectLike(
        one,
        `b[${i + 1}]`,
        simulate((z) => a + 0.2 * z()),
      );
      expectLike(
        one,
        `y[${i + 1}]`,
        simulate((z) => 2 * (a + 0.2 * z()) + 0.2 * z()),
      );
    }
    const three = await at(model, 2);
    expectLike(
      three,
      'y[3]',
      simulate((z) => 2 * (3 + 0.2 * z()) + 0.2 * z()),
    );
  });

  test('by a file: a column that something else depends on is set, an outcome compared', async () => {
    const folder = folderWith({ 'd.csv': 'a,b,y\n0,0.1,0\n1,1.2,2\n2,2.1,4\n' });
    const text = chain
      .replace('dim row = 6', 'dim row')
      .replace(/data \{[\s\S]*?\n\}/, 'data from "d.csv" { a : real[row]  b : real[row]  y : real[row] }')
      .replace(/predict both.*/, '');
    const model = runWith(text, chainDraws, folder);
    const by = async (csv: string) => {
      const path = join(folder, 'new.csv');
      writeFileSync(path, csv);
      const values = { kind: 'files' as const, files: [{ path, replaces: null, span: null }] };
      const result = await predict(model, { name: 'p', values, draws: N, seed: 5 });
      if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
      return result.prediction;
    };
    const set = await by('a,b,y\n1,0,5\n2,0,5\n');
    expect(names(set)).toEqual(['y[1]', 'y[2]']);
    expect([...new Set(set.statistics.map(({ datum }) => datum))]).toEqual(['y']);
    expectMean(rowOf(set.quantities, 'y[2]').mean, 0, 0.2, N);
    const drawn = await by('a\n1\n2\n3\n');
    expect(names(drawn)).toEqual(['b[1]', 'b[2]', 'b[3]', 'y[1]', 'y[2]', 'y[3]']);
    expectLike(
      drawn,
      'y[3]',
      simulate((z) => 2 * (3 + 0.2 * z()) + 0.2 * z()),
    );
    const partly = await by('a,b\n1,0\n2,\n3,0\n');
    expect(names(partly)).toEqual(['b[2]', 'y[1]', 'y[2]', 'y[3]']);
    expect(partly.statistics).toEqual([]);
    expectMean(rowOf(partly.quantities, 'y[1]').mean, 0, 0.2, N);
    expectLike(
      partly,
      'y[2]',
      simulate((z) => 2 * (2 + 0.2 * z()) + 0.2 * z()),
    );
  });

  test('an outcome that is stated is set too, and where nothing is left that is said', async () => {
    const text = `${chain}deterministic d = y - b\npredict all { a = [1], b = [3], y = [7] }\n`;
    const all = await at(runWith(text, chainDraws), 1);
    expect(names(all)).toEqual(['d[1]']);
    expect(rowOf(all.quantities, 'd[1]')).toMatchObject({ mean: 4, sd: 0 });
    const none = runWith(`${chain}predict all { a = [1], b = [3], y = [7] }\n`, chainDraws);
    expect(await failure(none, 1)).toEqual([
      'predict-nothing: nothing is left to predict: what the model observes is set here (`b`, `y`); leave out what is to be predicted',
    ]);
  });
});

describe('order follows dependence, not the statements', () => {
  const longer = `dim row
data { a : real[row] = [0, 1]  b : real[row] = [0, 1]  c : real[row] = [0, 1]  y : real[row] = [0, 1] }
param k ~ Normal(0, 1)
let z = exp(c) - 1
`;
  const statements = [
    'observe b ~ Normal(k * a, 0.3)',
    'observe c ~ Normal(b, 0.2)',
    'observe y ~ Normal(z, 0.1)',
  ];
  const c = (z: () => number, a: number) => a + 0.3 * z() + 0.2 * z();
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    test(`a chain of three with a definition between, in order ${order.map((i) => 'bcy'[i]).join(', ')}`, async () => {
      const text = `${longer}${order.map((i) => statements[i]).join('\n')}\npredict p { a = [0.5, 1, 0] }\n`;
      const found = await at(runWith(text, { k: fill(1) }));
      expectLike(
        found,
        'b[1]',
        simulate((z) => 0.5 + 0.3 * z()),
      );
      expectLike(
        found,
        'c[2]',
        simulate((z) => c(z, 1)),
      );
      expectLike(
        found,
        'y[2]',
        simulate((z) => Math.exp(c(z, 1)) - 1 + 0.1 * z()),
      );
    });
  }

  test('the middle one set: what is above is drawn, what is below follows the set one', async () => {
    const text = `${longer}${statements.join('\n')}\npredict p { a = [1, 1], c = [0.5, 2] }\n`;
    const found = await at(runWith(text, { k: fill(1) }));
    expect(names(found)).toEqual(['b[1]', 'b[2]', 'y[1]', 'y[2]']);
    expectLike(
      found,
      'y[2]',
      simulate((z) => Math.exp(2) - 1 + 0.1 * z()),
    );
  });

  test('one number for the same rows; a summary keeps its fitted value', async () => {
    const text = `dim row
data { dose : real = 1  b : real[row] = [1, 3]  y : real[row] = [0, 1] }
param k ~ Normal(0, 1)
let z = standardize(b)
observe b ~ Normal(k * dose, 0.3)
observe y ~ Normal(10 * z + mean(b), 0.1)
deterministic twice = 2 * b
predict p { dose = 5 }
`;
    const found = await at(runWith(text, { k: fill(1) }));
    expect(names(found)).toEqual(['twice[1]', 'twice[2]', 'b[1]', 'b[2]', 'y[1]', 'y[2]']);
    expectLike(
      found,
      'twice[2]',
      simulate((z) => 2 * (5 + 0.3 * z())),
    );
    expectLike(
      found,
      'y[1]',
      simulate((z) => (10 * (5 + 0.3 * z() - 2)) / Math.SQRT2 + 2 + 0.1 * z()),
    );
  });
});

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

describe('series', () => {
  const rows = `dim t
data { x : real[t] = [0, 1, 2, 3]  b : real[t] = [0, 1, 0, 1]  y : real[t] = [0, 1, 0, 1] }
param phi ~ Normal(0, 1)
`;
  test('drawn from its beginning, through a definition', async () => {
    const text = `${rows}let mu[i in t] = if i == 1 then x[i] else x[i] + phi * y[i - 1]
observe y ~ Normal(mu, 1)
observe b ~ Normal(0, 1)
predict p { x = [1, 1, 1] }
`;
    const found = await at(runWith(text, { phi: fill(0.8) }));
    expectLike(
      found,
      'y[3]',
      simulate((z) => [1, 2, 3].reduce((y) => 1 + 0.8 * y + z(), 0)),
    );
  });

  const simulated = (last: 'b' | 'y') =>
    simulate((z) => {
      let y = 0;
      let b = 0;
      for (let i = 0; i < 4; i++) {
        b = (i === 0 ? 1 : 0.5 * y) + 0.3 * z();
        y = 2 * b + 0.2 * z();
      }
      return last === 'b' ? b : y;
    });
  const b = 'observe b[i in t] ~ Normal(if i == 1 then x[i] else 0.5 * y[i - 1], 0.3)';
  const y = 'observe y ~ Normal(2 * b, 0.2)';
  for (const [title, order] of [
    ['in their order', [b, y]],
    ['in the other order', [y, b]],
  ] as const) {
    test(`two series on each other's past, ${title}`, async () => {
      const text = `${rows}${order.join('\n')}\npredict p { x = [1, 1, 1, 1] }\n`;
      const found = await at(runWith(text, { phi: fill(0.8) }));
      expectLike(found, 'b[4]', simulated('b'));
      expectLike(found, 'y[4]', simulated('y'));
    });
  }

  test('one that runs backwards', async () => {
    const text = `${rows}observe b ~ Normal(0, 1)
observe y[i in t] ~ Normal(if i == size(t) then x[i] else 0.5 * y[i + 1], 0.3)
predict p { x = [5, 5, 5] }
`;
    const found = await at(runWith(text, { phi: fill(0) }));
    expectLike(
      found,
      'y[1]',
      simulate((z) => 0.5 * (0.5 * (5 + 0.3 * z()) + 0.3 * z()) + 0.3 * z()),
    );
  });

  test('the same rows under another number: the start that no statement draws stays', async () => {
    const text = `dim t
data { drift : real = 0  y : real[t] = [4, 1, 0] }
param phi ~ Normal(0, 1)
observe y[i in 2..size(t)] ~ Normal(drift + phi * y[i - 1], 0.1)
predict p { drift = 10 }
`;
    const found = await at(runWith(text, { phi: fill(0.5) }));
    expect(names(found)).toEqual(['y[2]', 'y[3]']);
    expectLike(
      found,
      'y[3]',
      simulate((z) => 10 + 0.5 * (12 + 0.1 * z()) + 0.1 * z()),
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

describe('what is needed, not given and cannot be drawn', () => {
  test('no statement says how it is distributed', async () => {
    const text = `dim t
data { x : real[t] = [0, 1, 2]  y : real[t] = [0, 1, 0] }
param phi ~ Normal(0, 1)
observe y[i in 2..size(t)] ~ Normal(x[i] + phi * y[i - 1], 1)
predict p { x = [1, 1] }
`;
    expect(await failure(runWith(text, { phi: fill(0.5) }))).toEqual([
      'predict-missing: `y` is over `t`, whose rows are new here: give its values too, as in `y = […]`; it cannot be drawn, because no `observe` says how `y[1]` is distributed',
    ]);
  });

  test('each depends on the other', async () => {
    const text = `dim row
data { x : real[row] = [0, 1]  b : real[row] = [0, 1]  y : real[row] = [0, 1] }
param k ~ Normal(0, 1)
observe b ~ Normal(k * y + x, 1)
observe y ~ Normal(b, 1)
predict p { x = [1, 1] }
predict q { x = [1, 1], y = [0, 3] }
`;
    const model = runWith(text, { k: fill(0.5) });
    expect(await failure(model)).toEqual([
      'predict-circle: `b` and `y` cannot be drawn: they depend on each other in a circle, so that nothing comes first; give one of them, as in `b = […]`',
    ]);
    const found = await at(model, 1);
    expect(names(found)).toEqual(['b[1]', 'b[2]']);
    expectLike(
      found,
      'b[2]',
      simulate((z) => 1.5 + 1 + z()),
    );
  });

  test('a function that needs data is reported before the fit', () => {
    const text = `dim row
data { x : real[row] = [0, 1]  b : real[row] = [0, 1]  y : real[row] = [0, 1] }
param k ~ Normal(0, 1)
let s = sort(b)
observe b ~ Normal(k * x, 1)
observe y ~ Normal(s, 1)
predict p { x = [1, 1] }
`;
    const { program, data } = checked(text);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    expect(checkNewDraws(program, data, load).map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^`predict p`: .*`b`.* no values are given here, would have to be drawn: give them too$/,
      ),
    ]);
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
