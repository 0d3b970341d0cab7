/** Recovery tests: their data sets of another size, what prevents them, and how many intervals are too few. */
import { describe, expect, it } from 'vitest';
import { prepareTest, probabilityOfAtMost } from '../../../sampler/calibrate/recover.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';

const model = `dim row, site
data { site_of : site[row] = ["b", "a", "b"]  x : real[row] = [1, 2, 3]  y : real[row] = [1, 2, 3] }
param a[site] ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
observe y ~ Normal(a[site_of] + x, sigma)
`;

async function prepared(test: string) {
  const text = `${model}${test}\n`;
  const checked = checkModel(text, '/m.bayes');
  expect(checked.diagnostics).toEqual([]);
  const statement = checked.program.statements.find((one) => one.kind === 'test');
  if (statement?.kind !== 'test') throw new Error('expected a test');
  return { text, result: await prepareTest(checked, statement) };
}

async function refusal(test: string): Promise<string> {
  const { text, result } = await prepared(test);
  if (result.kind === 'ok') throw new Error('expected a refusal');
  const [{ message, span }] = result.diagnostics;
  return `${text.slice(span.start, span.end)}: ${message}`;
}

describe('a recovery test', () => {
  it.each([
    ['n = 7', [1, 2, 3, 1, 2, 3, 1]],
    ['row = 2', [1, 2]],
  ])('takes the rows of the data: %s', async (size, x) => {
    const { result } = await prepared(`test recovers { a = { a = -1, b = 4 }, ${size} }`);
    if (result.kind !== 'ok') throw new Error(JSON.stringify(result));
    const { checked, names, truth } = result.test;
    expect([...(checked.data.arrays.get('x')?.values ?? [])]).toEqual(x);
    expect(checked.data.dims.get('row')?.size).toBe(x.length);
    expect(Object.fromEntries(names.map((name, k) => [name, truth[k]]))).toEqual({ 'a[a]': -1, 'a[b]': 4 });
  });

  it('refuses what does not fit, at its place', async () => {
    expect(await refusal('test recovers { sigma = -1 }')).toMatch(
      /^sigma = -1: the test: `sigma`: expected a number above 0, found -1/,
    );
    expect(await refusal('test recovers { a = [1, 2, 3] }')).toMatch(
      /^a = \[1, 2, 3\]: the test: `a`: expected 2/,
    );
    expect(await refusal('test recovers { sigma = 1, site = 9 }')).toMatch(
      /^site = 9: `site`: the labels of `site` are values of `site_of`/,
    );
  });

  it('fails at 14 of 20 intervals and fewer', () => {
    // scipy.stats.binom.cdf(k, 20, 0.94)
    expect(probabilityOfAtMost(12, 20)).toBeCloseTo(1.0990402834112828e-5, 15);
    expect(probabilityOfAtMost(13, 20)).toBeCloseTo(0.00010807148606026538, 14);
    expect(probabilityOfAtMost(14, 20)).toBeCloseTo(0.000868539971331793, 13);
    expect(probabilityOfAtMost(15, 20)).toBeCloseTo(0.0056341424790333616, 12);
  });
});
