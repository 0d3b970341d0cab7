/** Observed quantities that a prediction sets, or draws because it does not. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { predict } from '../../../sampler/predict/predict.ts';
import { expectMean, folderWith, rowOf, runWith } from './models.ts';
import { at, chain, chainDraws, expectLike, failure, fill, N, names, simulate } from './set-and-drawn.ts';

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
    const held = runWith(
      'dim row\ndata { y : real[row] = [1, 2]  late : bool[row] = [true, false] }\nparam a ~ Normal(0, 1)\n' +
        'observe y[i in row where late[i]] ~ Normal(a, 1)\npredict none { late = [false] }\n',
      { a: chainDraws.ab },
    );
    expect(await failure(held)).toEqual([
      'predict-nothing: nothing is left to predict: no new row meets the condition behind `where` of an `observe`',
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
