/** Data drawn at fixed values of the parameters, as values, as a table, and as JSON that the model reads. */
import { describe, expect, test } from 'vitest';
import { parameterValues, simulatedData, simulatedTable } from '../../../sampler/cli/simulated-text.ts';
import { simulate } from '../../../sampler/predict/simulate.ts';
import type { WrittenEntry } from '../../../sampler/run/start-values.ts';
import { checked, expectMean, folderWith, meanOf, varianceOf } from './models.ts';

const csv = 'out come,dose,who\n1,0.5,ann\n2,1.5,bob\n3,2.5,ann\n';
const model = `dim row, person
data from "d.csv" {
  y : real[row] = column("out come")
  dose : real[row]
  who : person[row]
}
param a[person] ~ Flat()
param b ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(a[who] + b * dose, s)
`;

async function at(text: string, values: readonly WrittenEntry[], seed = 1) {
  const { program, data } = checked(text, folderWith({ 'd.csv': csv }));
  return { data, found: await simulate(program, data, { from: '--at', values, seed }) };
}

async function drawn(text: string, values: readonly WrittenEntry[], seed = 1) {
  const { data, found } = await at(text, values, seed);
  if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
  return { data, simulated: found.simulated };
}

const exact = [
  { name: 'a', value: { bob: 20, ann: 10 } },
  { name: 'b', value: 2 },
  { name: 's', value: 1e-9 },
];

test('at a spread of almost nothing the outcomes are their means', async () => {
  const { simulated, data } = await drawn(model, exact);
  const y = simulated.arrays.get('y')?.values ?? [];
  expect([...y].map((value) => Number(value.toFixed(6)))).toEqual([11, 23, 15]);
  expect(simulated.drawn).toEqual([]);
  expect(parameterValues(simulated)).toEqual({ a: [10, 20], b: 2, s: 1e-9 });
  const table = simulatedTable(simulated, data);
  expect(table.kind === 'ok' && table.text.split('\n').slice(0, 2)).toEqual([
    'out come,dose,who',
    `${y[0]},0.5,ann`,
  ]);
  expect(simulatedData(simulated, data)).toMatchObject({ dose: [0.5, 1.5, 2.5], who: ['ann', 'bob', 'ann'] });
});

test('the draws have the spread that they are given, and depend on the seed', async () => {
  const text = `dim row
data { y : real[row] = [${Array.from({ length: 5000 }, () => 0).join(', ')}] }
param mu ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(mu, s)
`;
  const values = [
    { name: 'mu', value: 3 },
    { name: 's', value: 2 },
  ];
  const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => drawn(text, values, seed)));
  const y = [...(first.simulated.arrays.get('y')?.values ?? [])];
  expectMean(meanOf(y), 3, 2, y.length);
  expectMean(varianceOf(y), 4, 4 * Math.SQRT2, y.length);
  expect([...(again.simulated.arrays.get('y')?.values ?? [])]).toEqual(y);
  expect(other.simulated.arrays.get('y')?.values[0]).not.toBe(y[0]);
});

test('parameters that are not given are drawn from their priors given the others', async () => {
  const text = model
    .replace('Flat()', 'Normal(m, 1e-9)')
    .replace('param a', 'param m ~ Normal(0, 1)\nparam a');
  const { simulated } = await drawn(text, [{ name: 'm', value: 7 }, ...exact.slice(1)]);
  expect(simulated.drawn).toEqual(['a']);
  const y = simulated.arrays.get('y')?.values ?? [];
  expect([...y].map((value) => Number(value.toFixed(5)))).toEqual([8, 10, 12]);
});

test('labels and tables', async () => {
  const text = `dim site = ["n", "s"], visit = 2, kind = ["x", "z"]
data { y : int[site, visit] = [[0, 0], [0, 0]], k : kind[site] = ["x", "x"], big : real[site] = [1, 2] }
param p ~ Beta(1, 1)
observe y ~ Binomial(3, p)
observe k ~ Categorical([0, 1])
`;
  const { simulated, data } = await drawn(text, [{ name: 'p', value: 1 - 1e-9 }]);
  expect(simulatedData(simulated, data)).toEqual({
    y: [
      [3, 3],
      [3, 3],
    ],
    k: ['z', 'z'],
    big: [1, 2],
  });
  const table = simulatedTable(simulated, data);
  expect(table).toMatchObject({
    kind: 'problem',
    message: expect.stringContaining('over different dimensions'),
  });
  const alone = await drawn(text.replace(/observe k.*\n/, ''), [{ name: 'p', value: 1 - 1e-9 }]);
  const long = simulatedTable(alone.simulated, alone.data);
  expect(long.kind === 'ok' && long.text).toBe(
    'site,visit,y,k,big\nn,1,3,x,1\nn,2,3,x,1\ns,1,3,x,2\ns,2,3,x,2\n',
  );
});

test.each(['y : real = 1', 'y : real[2] = [1, 2]'])('`%s` has no rows of a table', async (datum) => {
  const { simulated, data } = await drawn(
    `data { ${datum} }\nparam m ~ Normal(0, 1)\nobserve y ~ Normal(m, 1)\n`,
    [],
  );
  expect(simulatedTable(simulated, data)).toEqual({
    kind: 'problem',
    message: '`y` has no dimension with a name, so there are no rows of a table: use `--format json`',
  });
});

describe('says what is wrong', () => {
  test.each<[readonly WrittenEntry[], string]>([
    [[{ name: 'c', value: 1 }], '`c`: expected the name of a parameter'],
    [[{ name: 'a', value: [1] }], '`a`: expected 2 values of person'],
    [[{ name: 'b', value: JSON.parse('1e999') }], 'found Infinity'],
    [[...exact.slice(0, 2), { name: 's', value: -1 }], '`s`: expected a number above 0, found -1'],
  ])('%o', async (values, message) => {
    const { found } = await at(model.replace('Flat()', 'Normal(0, 1)'), values);
    expect(found).toMatchObject({ kind: 'problem', message: expect.stringContaining(message) });
  });

  test('of discrete unknowns alone', async () => {
    const text = 'data { y : real = 1 }\nparam z ~ Bernoulli(0.4)\nobserve y ~ Normal(z, 1)\n';
    const { found } = await at(text, [{ name: 'z', value: 1 }]);
    expect(found).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('`z`: the model has no continuous parameter'),
    });
  });

  test('a flat prior that is not given', async () => {
    const { found } = await at(model, exact.slice(1));
    expect(found.kind).toBe('invalid');
  });
});
