/** Data simulated from a model: their values, what stays as it was, and models that have none to simulate. */
import { describe, expect, it } from 'vitest';
import { openSimulator } from '../../../sampler/calibrate/simulate-data.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { createRandom } from '../../../sampler/random.ts';

async function open(text: string, given?: Record<string, number[]>) {
  const checked = checkModel(text, '/m.bayes');
  expect(checked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return openSimulator(checked, given);
}

async function refusal(text: string): Promise<string> {
  const opened = await open(text);
  if (opened.kind === 'ok') throw new Error('expected no simulator');
  const [{ code, message, span }] = opened.diagnostics;
  return `${code} ${text.slice(span.start, span.end)}: ${message}`;
}

async function simulated(text: string, given?: Record<string, number[]>) {
  const opened = await open(text, given);
  if (opened.kind === 'invalid') throw new Error(JSON.stringify(opened.diagnostics));
  return opened.simulator.simulate(createRandom(3));
}

describe('a simulated data set', () => {
  it('has the given values as truth, and gaps where the data have gaps', async () => {
    const found = await simulated(
      `data { y : real?[4] = [1, NA, 3, 4] }
param mu ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
observe y ~ Normal(mu, sigma)`.replace('NA', 'nan'),
      { mu: [50], sigma: [1e-6] },
    );
    expect(found?.truth.get('mu')).toBe(50);
    const values = [...(found?.data.arrays.get('y')?.values ?? [])];
    expect(values.map((value) => Math.round(value))).toEqual([50, Number.NaN, 50, 50]);
    expect(found?.truth.get('y_missing[2]')).toBeCloseTo(50, 3);
  });

  it('has missing values of what other outcomes depend on as truth, by the names that draws have', async () => {
    const found = await simulated(
      `dim who = ["ann", "bob"]
data { x : real?[who] = [1, nan]   y : real[who] = [3, 4] }
param mu ~ Normal(0, 1)
observe x ~ Normal(mu, 1e-6)
observe y ~ Normal(2 * x, 1e-6)`,
      { mu: [50] },
    );
    expect([...(found?.truth.keys() ?? [])].filter((name) => name.includes('missing'))).toEqual([
      'x_missing[bob]',
    ]);
    expect(found?.truth.get('x_missing[bob]')).toBeCloseTo(50, 3);
    expect(Math.round(found?.data.arrays.get('y')?.values[1] ?? 0)).toBe(100);
  });

  it('makes a series from its own past', async () => {
    const found = await simulated(
      `dim t
data { y : real[t] = [1, 9, 9, 9] }
param rho ~ Normal(0, 1)
observe y[i in 2..4] ~ Normal(rho * y[i - 1], 1e-6)`,
      { rho: [2] },
    );
    const values = [...(found?.data.arrays.get('y')?.values ?? [])];
    expect(values.map((value) => Math.round(value))).toEqual([1, 2, 4, 8]);
  });
});

describe('no data are simulated', () => {
  const y = 'data { y : real[3] = [1, 2, 3] }\nparam m ~ Normal(0, 1)\n';

  it('from a potential', async () => {
    expect(await refusal(`${y}potential p = -m^2\nobserve y ~ Normal(m, 1)`)).toMatch(
      /^not-simulated p: data cannot be simulated from `potential p`/,
    );
  });

  it('from weights', async () => {
    expect(await refusal(`${y}observe y ~ Normal(m, 1) weight 2`)).toMatch(/^not-simulated 2: .* weights/);
  });

  it('of a residual', async () => {
    expect(await refusal(`${y}observe (y - m) ~ Normal(0, 1)`)).toMatch(/^not-simulated y - m: only data/);
  });

  it('from a prior that follows them', async () => {
    const text =
      'data { y : real[3] = [1, 2, 3] }\nlet first = y[1]\nparam m ~ Normal(first, 1)\nobserve y ~ Normal(m, 1)';
    expect(await refusal(text)).toMatch(
      /^not-simulated Normal\(first, 1\): the prior of `m` .* values of `y`/,
    );
  });

  it('from an improper prior', async () => {
    expect(await refusal(`${y.replace('Normal(0, 1)', 'Flat()')}observe y ~ Normal(m, 1)`)).toMatch(
      /^prior-draw param m/,
    );
  });

  it('where nothing is observed', async () => {
    expect(await refusal('param m ~ Normal(0, 1)')).toMatch(/observes no data/);
  });
});
