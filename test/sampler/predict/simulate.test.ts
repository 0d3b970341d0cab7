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

test('outcomes that are drawn given their own observed values are refused; rows that are not censored are drawn', async () => {
  const text = (cut: string) => `dim row
data { t : real[row] = [0.5, 2, 1, 2]   cut : bool[row] = [${cut}] }
param mu ~ Normal(0, 1)
observe t ~ Censored(Normal(mu, 1), upper = if cut then t else -log(0))
`;
  const values = [{ name: 'mu', value: -3 }];
  const { found } = await at(text('false, true, false, true'), values);
  expect(found.kind === 'problem' && found.message).toBe(
    'values of `t` cannot be simulated, since some are censored at their own observed values, whatever is drawn: say that no row is censored, or state the bounds in a datum of their own, as in `Censored(Normal(mu, sigma), upper = limit)`',
  );
  expect((await at(text('false, false, false, false'), values)).found.kind).toBe('ok');
});

test('outcomes that depend on each other in a circle are refused', async () => {
  const { found } = await at(
    `dim row
data { y : real[row] = [0.5, 2, 1]   z : real[row] = [1, 2, 3] }
param b ~ Normal(0, 1)
observe y ~ Normal(b * z, 1)
observe z ~ Normal(b * y, 1)
`,
    [{ name: 'b', value: 1 }],
  );
  expect(found.kind === 'problem' ? found.message : found).toBe(
    'values of `y` and `z` cannot be simulated one after another: they depend on each other in a circle',
  );
});

test('infinite data are words in JSON, which the model reads', async () => {
  const text = (data: string) => `dim row
${data}
param mu ~ Normal(0, 1)
observe y ~ Censored(Normal(mu, 1), lo, hi)
`;
  const infinite = 'real[row] in -inf..inf';
  const { simulated, data } = await drawn(
    text(`data { y : real[row] = [1, 2]   lo : ${infinite} = [-inf, 1]   hi : ${infinite} = [inf, 2] }`),
    [],
  );
  const written = JSON.stringify(simulatedData(simulated, data));
  expect(JSON.parse(written)).toMatchObject({ lo: ['-inf', 1], hi: ['inf', 2] });
  const again = checked(
    text(`data from "d.json" { y : real[row]   lo : ${infinite}   hi : ${infinite} }`),
    folderWith({ 'd.json': written }),
  );
  expect([...(again.data.arrays.get('lo')?.values ?? [])]).toEqual([Number.NEGATIVE_INFINITY, 1]);
  expect([...(again.data.arrays.get('hi')?.values ?? [])]).toEqual([Number.POSITIVE_INFINITY, 2]);
});
