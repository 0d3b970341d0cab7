/** Effects and hypotheses, against R (`test/golden/effects.R`) at draws that the script made up. */
import { describe, expect, test } from 'vitest';
import { effectsOfRun } from '../../../sampler/predict/effects/effects-of-run.ts';
import { defaultEffects, type EffectsAsk } from '../../../sampler/report/effects-ask.ts';
import golden from '../../golden/effects.json' with { type: 'json' };
import { folderWith, runWith } from './models.ts';

const model = `dim row
dim site
data from "d.csv" {
  y : int[row] in 0..
  treated : int[row] in 0..1
  x : real[row]
  site_of : site[row] = column("site")
}
param alpha ~ Normal(0, 1)
param beta ~ Normal(0, 1)
param gamma ~ Normal(0, 1)
param a[site] ~ Normal(0, 1)
param tau ~ HalfNormal(1)
observe y ~ Poisson(log_mu = alpha + beta * treated + gamma * x + a[site_of]) # the last line`;

const { data, draws } = golden;
const csv = ['y,treated,x,site', ...data.y.map((y, i) => [y, data.treated[i], data.x[i], data.site[i]])];
const columns = {
  alpha: draws.alpha,
  beta: draws.beta,
  gamma: draws.gamma,
  'a[north]': draws.north,
  'a[south]': draws.south,
  'a[west]': draws.west,
  tau: draws.alpha.map(Math.exp),
};
const rope: readonly [number, number] = [golden.rope[0], golden.rope[1]];

const run = (text = model) => runWith(text, columns, folderWith({ 'd.csv': csv.join('\n') }));

async function reportOf(ask: Partial<EffectsAsk>, text = model) {
  const found = await effectsOfRun(run(text), 'r', { ...defaultEffects, ...ask });
  if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
  return found.report;
}

async function problemOf(ask: Partial<EffectsAsk>, text = model): Promise<string> {
  const found = await effectsOfRun(run(text), 'r', { ...defaultEffects, ...ask });
  if (found.kind !== 'problem') throw new Error(JSON.stringify(found));
  return found.message;
}

type Numbers = Readonly<Record<string, number | string>>;

function expectNumbers(found: object, expected: Numbers): void {
  const own = found as Numbers;
  for (const [key, value] of Object.entries(expected)) {
    if (typeof value === 'string') expect(own[key], key).toBe(value);
    else expect(Math.abs(Number(own[key]) - value), key).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
  }
}

describe('contrasts are those of R', () => {
  test('averaged over the rows, with their direction and their share of the region', async () => {
    const { contrasts, outcome } = await reportOf({
      compare: ['treated=1,0', 'site_of=west,south,north'],
      rope,
    });
    expect(outcome).toBe('y');
    expect(contrasts.map(({ of, value, against }) => [of, value, against])).toEqual([
      ['treated', 1, 0],
      ['site_of', 'west', 'north'],
      ['site_of', 'south', 'north'],
    ]);
    expectNumbers(contrasts[0], golden.treated);
    expectNumbers(contrasts[1], golden.west_against_north);
    expectNumbers(contrasts[2], golden.south_against_north);
  });

  test('with another predictor at a value', async () => {
    const { contrasts } = await reportOf({ compare: ['treated=1,0'], at: ['site_of=south'], rope });
    expect(contrasts[0].at).toEqual({ site_of: 'south' });
    expectNumbers(contrasts[0], golden.treated_at_south);
  });

  test('of values that are not given: the larger of two with the smaller, labels with the first', async () => {
    const { contrasts } = await reportOf({ compare: ['treated', 'site_of'], rope });
    expect(contrasts.map(({ value, against }) => `${value} ${against}`)).toEqual([
      '1 0',
      'south north',
      'west north',
    ]);
    expectNumbers(contrasts[0], golden.treated);
  });
});

test('expected outcomes along a predictor are those of R, at the middle and averaged', async () => {
  const { rows } = await reportOf({ of: ['x=-1,0.5'] });
  const { rows: averaged } = await reportOf({ of: ['x=-1,0.5'], average: true });
  expect(rows.map(({ at }) => at.x)).toEqual([-1, 0.5]);
  expect(rows[0].at).toMatchObject({ treated: 0 });
  expect(rows.every((row) => !row.averaged) && averaged.every((row) => row.averaged)).toBe(true);
  for (const k of [0, 1]) {
    expectNumbers(rows[k], golden.middle_at_x[k]);
    expectNumbers(averaged[k], golden.average_at_x[k]);
  }
});

test('hypotheses have the share of draws where they hold, of arrays element by element', async () => {
  const { hypotheses, contrasts, rows, parameters } = await reportOf({
    hypotheses: [
      'P(beta > 0)',
      'P(a["west"] > a["north"])',
      'beta > 0.2 and gamma < 0',
      'P(a > 0.1)',
      'P(tau > 0)',
    ],
  });
  const { beta_positive, west_above_north, both, above } = golden.hypotheses;
  expect(hypotheses.map(({ hypothesis, probability }) => [hypothesis, probability])).toEqual([
    ['P(beta > 0)', beta_positive],
    ['P(a["west"] > a["north"])', west_above_north],
    ['beta > 0.2 and gamma < 0', both],
    ['P(a > 0.1) [north]', above[0]],
    ['P(a > 0.1) [south]', above[1]],
    ['P(a > 0.1) [west]', above[2]],
    ['P(tau > 0)', 1],
  ]);
  expect(hypotheses[0].odds).toBeCloseTo(beta_positive / (1 - beta_positive), 12);
  expect(hypotheses[0].mcse).toBeGreaterThan(0.002);
  expect(hypotheses.at(-1)).toMatchObject({ odds: null, mcse: null });
  expect([...contrasts, ...rows, ...parameters]).toEqual([]);
});

test('an equality of continuous quantities, which never holds, is said to be one', async () => {
  const notesOf = async (...hypotheses: string[]) => (await reportOf({ hypotheses })).notes;
  expect(await notesOf('beta == 0')).toEqual([
    expect.stringMatching(
      /^beta == 0: a continuous quantity equals no given number.*P\(abs\(beta\) < 0\.1\)/,
    ),
  ]);
  expect(await notesOf('P(beta != gamma)')).toHaveLength(1);
  // It holds where `beta` is negative, and an inequality may hold at all draws.
  expect(await notesOf('max(beta, 0) == 0', 'tau > 0')).toEqual([]);
});

test('without a question: each predictor, and the direction of parameters that can be negative', async () => {
  const { contrasts, rows, parameters, notes } = await reportOf({ rope });
  expect(contrasts.map(({ of }) => of)).toEqual(['treated', 'x', 'site_of', 'site_of']);
  expect([...new Set(rows.map(({ of }) => of))]).toEqual(['treated', 'x', 'site_of']);
  expect(parameters.map(({ name }) => name)).toEqual([
    'alpha',
    'beta',
    'gamma',
    'a[north]',
    'a[south]',
    'a[west]',
  ]);
  const beta = parameters.find(({ name }) => name === 'beta');
  expectNumbers(beta ?? {}, golden.beta);
  expect(notes).toEqual([]);
});

test('a predictor of the spread alone has no contrast', async () => {
  const spread = model.replace(/observe.*/, 'observe x ~ Normal(alpha, exp(beta * treated))');
  const { contrasts, rows, notes } = await reportOf({ outcome: 'x' }, spread);
  expect([...contrasts, ...rows]).toEqual([]);
  expect(notes).toContain('the expected `x` does not depend on `treated`');
});

describe('says what is wrong with a question', () => {
  test.each<[Partial<EffectsAsk>, string]>([
    [{ compare: ['dose=1,0'] }, '--compare dose=1,0: expected a datum of the model, such as `y`, `treated`'],
    [{ compare: ['treated=1'] }, '--compare treated=1: expected two values or more'],
    [{ compare: ['treated=yes,no'] }, 'expected a number, or a list such as [0, 1], found "yes"'],
    [{ of: ['x='] }, '--of x=: expected values, such as'],
    [
      { compare: ['y=1,0'] },
      '--compare y=1,0: `y` is the outcome; expected a predictor of it, such as `treated`, `x`',
    ],
    [{ of: ['y'] }, '--of y: `y` is the outcome'],
    [{ compare: ['treated=1,0'], at: ['treated=1'] }, '`--at` gives `treated` a value too'],
    [
      { compare: ['site_of=nowhere,north'] },
      '--compare site_of=nowhere,north: "nowhere" is no label of `site`; its labels are',
    ],
    [{ compare: ['treated=1,1'] }, 'expected values that differ from one another'],
    [{ of: ['x'], outcome: 'z' }, '--outcome z: expected an observed datum of the model: `y`'],
    [{ of: ['x'], at: ['w=1'] }, '--at w=1: the model has no datum `w`'],
    [{ hypotheses: ['P(delta > 0)'] }, 'hypothesis P(delta > 0): unknown name `delta`'],
    [{ hypotheses: ['P(beta)'] }, 'expected a condition, which is true or false at each draw'],
    [{ hypotheses: ['P(beta > 0) P(gamma > 0)'] }, 'hypothesis P(beta > 0) P(gamma > 0): '],
  ])('%o', async (ask, message) => {
    expect(await problemOf(ask)).toContain(message);
  });

  test('an outcome without a mean in closed form', async () => {
    const cut = model.replace(
      /observe.*/,
      'observe y ~ Truncated(Poisson(log_mu = alpha + beta * treated), lower = 0)',
    );
    expect(await problemOf({ compare: ['treated'] }, cut)).toContain('has no mean in closed form');
  });
});
