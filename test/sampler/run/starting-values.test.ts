import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import { createPool } from '../../../sampler/host/worker-pool.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { prepare } from '../../../sampler/model/compile-model.ts';
import type { SampleResult } from '../../../sampler/protocol.ts';
import { givenStarts } from '../../../sampler/run/given-starts.ts';
import { runResume } from '../../../sampler/run/resume-run.ts';
import type { RunMachine } from '../../../sampler/run/run-machine.ts';
import { type RunRequest, runSample } from '../../../sampler/run/sample-run.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { root } from '../../bayes-command.ts';
import { testMachine } from './test-machine.ts';

const model = (init = ''): string => `dim place = ["north", "Far East", "c"]
data { y : real[place] = [1, 2, 3] }
param mu ~ Normal(0, 50)
param tau ~ HalfNormal(50)
param a[place] ~ Normal(mu, tau)
param p ~ Uniform(-tau, 1)
observe y ~ Normal(a, 1)
sample { ${init} draws = 20, tune = 20, chains = 2, seed = 3 }
`;

let home = '';
let machine: RunMachine;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bayes-start-'));
  const pool = createPool(pathToFileURL(join(root, 'dist', 'worker.js')), 2);
  machine = testMachine(pool);
});
afterAll(async () => {
  await machine.pool.close();
  rmSync(home, { recursive: true, force: true });
});

const never = new AbortController().signal;
const path = (name: string) => join(home, name);
const write = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};

const sample = (modelText: string, changes: Partial<RunRequest> = {}): Promise<SampleResult> =>
  runSample(
    { modelText, modelPath: path('m.bayes'), settings: {}, out: null, ...changes },
    machine,
    {},
    never,
  );
function reportOf(result: SampleResult) {
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  return result.report;
}
function errorOf(result: SampleResult): string {
  if (result.kind !== 'invalid') return result.kind;
  const { code, message } = result.diagnostics.find(({ severity }) => severity === 'error') ?? {};
  return `${code} ${message}`;
}
function opened(folder: string) {
  const found = openRun(path(folder));
  if (found.kind === 'problem') throw new Error(found.message);
  return found.run;
}
const drawsOf = (folder: string) => opened(folder).draws.values;

describe('where jittered points have no density', () => {
  // The solution of y' = k y^2 from 1 ends at 1 / k: for every k near 1 before the times, for the prior's long after.
  const growth = (prior: string) => `dim time
data { at : real[time] = [10, 50, 100]  y : real[time] = [1.01, 1.05, 1.11] }
fun slope(t, y, k) = k * y^2
param k ~ ${prior}
param s ~ HalfNormal(0.1)
observe y ~ Normal(ode(slope, 1, 0, at, k), 0.01 + s)
sample { draws = 300, tune = 300, chains = 4, seed = 3 }
`;

  test('chains start at draws from the priors', async () => {
    const { summary, diagnostics } = reportOf(await sample(growth('LogNormal(log(0.001), 0.5)')));
    const [k] = summary;
    // y is 1 / (1 - k t).
    expect(k.mean).toBeGreaterThan(0.0009);
    expect(k.mean).toBeLessThan(0.0011);
    expect(k.r_hat).toBeLessThan(1.05);
    expect(diagnostics.divergences).toBeLessThan(10);
  });

  test('also where the folder of the run is kept, with the same draws', async () => {
    const text = growth('LogNormal(log(0.001), 0.5)');
    const { summary } = reportOf(await sample(text));
    expect(reportOf(await sample(text, { out: path('kept') })).summary).toEqual(summary);
    expect(opened('kept').draws.drawsPerChain).toBe(300);
  });

  test('what cannot start there either says how many were tried', async () => {
    const result = await sample(growth('LogNormal(log(0.5), 0.1)'));
    if (result.kind !== 'failed') throw new Error(result.kind);
    expect(result.failure).toMatchObject({ kind: 'bad-start', line: 5 });
    expect(result.failure.message).toMatch(
      /^no point to start from was found in 100 tries, nor among 40 draws from the priors: .*the differential equation cannot be solved beyond time/,
    );
  });

  test('a flat prior, which has no draws, leaves jittered points alone', async () => {
    const result = await sample(growth('HalfFlat()'));
    if (result.kind !== 'failed') throw new Error(result.kind);
    expect(result.failure.message).toMatch(/^no point to start from was found in 100 tries: /);
  });
});

describe('starting values', () => {
  test('of every kind of parameter are where the chains start', async () => {
    const text = `dim k = ["a", "b", "c"]
param lo ~ Normal(0, 1) in 2..
param hi ~ Normal(0, 1) in ..lo
param between[2] ~ Normal(0, 1) in lo..9
param plain[k] ~ Normal(0, 1)
param log_normal ~ LogNormal(0, 1)
param simplex_[3]: simplex ~ Dirichlet([1, 1, 1])
param two[2, 3]: ordered ~ Normal(0, 3)
param up[2]: positive_ordered ~ Normal(0, 3)
param above[2, 2]: ordered ~ Normal(0, 3) in lo..
param below[2]: ordered ~ Normal(0, 3) in ..lo
param within[2, 3]: ordered ~ Normal(0, 3) in hi..lo
param unit[2]: unit_vector ~ Flat()
param zero[3] ~ ZeroSumNormal(1)
param factor[2, 2] ~ LKJCholesky(2)
param r[2, 2] ~ LKJCorr(2)
param S[2, 2] ~ Wishart(5, [[1, 0], [0, 1]])
`;
    const values = {
      lo: [3],
      hi: [-1],
      between: [4, 8.5],
      plain: [1, -2, 3],
      log_normal: [1e-3],
      simplex_: [0.2, 0.5, 0.3],
      two: [-1, 0, 2, -7, -6.5, 0],
      up: [0.5, 0.75],
      above: [3.5, 4, 3.1, 9],
      below: [-2, 2.5],
      within: [-0.5, 0, 2.5, 1, 1.5, 2],
      unit: [0.6, -0.8],
      zero: [1, -3, 2],
      factor: [1, 0, 0.6, 0.8],
      r: [1, -0.5, -0.5, 1],
      S: [2, 0.5, 0.5, 3],
    };
    const prepared = await prepare(checkModel(text, 'm.bayes'), 'sample');
    if (prepared.kind !== 'ok') throw new Error(JSON.stringify(prepared));
    const starts = givenStarts({
      ...prepared,
      seed: 1,
      chains: 2,
      start: { from: 'a test', values: [values] },
    });
    if (starts.kind !== 'found') throw new Error(JSON.stringify(starts));
    const instance = instantiate(prepared.model, prepared.module);
    const out = new Float64Array(prepared.model.names.length);
    for (const position of starts.positions) {
      instance.constrain(position, out);
      for (const [i, value] of Object.values(values).flat().entries()) expect(out[i]).toBeCloseTo(value, 10);
    }
  });

  test('others start at the values that the seed gives them', async () => {
    const prepared = await prepare(checkModel(model(), 'm.bayes'), 'sample');
    if (prepared.kind !== 'ok') throw new Error(JSON.stringify(prepared));
    const at = (values: Record<string, readonly number[]>) => {
      const starts = givenStarts({ ...prepared, seed: 1, chains: 2, start: { from: '', values: [values] } });
      return starts.kind === 'found' ? starts.positions.map((position) => [...position]) : [];
    };
    const [all, some] = [at({}), at({ mu: [40] })];
    expect(some.map(([mu]) => mu)).toEqual([40, 40]);
    expect(some.map(([, ...others]) => others)).toEqual(all.map(([, ...others]) => others));
    expect(all[0]).not.toEqual(all[1]);
  });

  test('of a run are each chain’s own', async () => {
    const prepared = await prepare(checkModel(model(), 'm.bayes'), 'sample');
    if (prepared.kind !== 'ok') throw new Error(JSON.stringify(prepared));
    const values = [{ mu: [40] }, { mu: [-7] }];
    const starts = givenStarts({ ...prepared, seed: 1, chains: 2, start: { from: '', values } });
    if (starts.kind !== 'found') throw new Error(starts.kind);
    expect(starts.positions.map(([mu]) => mu)).toEqual([40, -7]);
  });

  test('stand in the model by label, by list and by number', async () => {
    await sample(model('init = { mu = 40, tau = 5, a = { c = 10, north = -8, "Far East" = 9 } }'), {
      out: path('labels'),
    });
    expect(opened('labels').info.start).toEqual({
      from: 'the model',
      values: [{ mu: [40], tau: [5], a: [-8, 9, 10] }],
    });
    await sample(model('init = { mu = 40, tau = 5, a = [-8, 9, 10] }'), { out: path('list') });
    expect(drawsOf('list')).toEqual(drawsOf('labels'));
  });

  test('of a file go before those of the model, and a word before both', async () => {
    const start = write('init.json', '{ "mu": -30 }');
    const text = model('init = { mu = 40 }');
    const report = reportOf(await sample(text, { start, out: path('file') }));
    expect(report.started_from).toBe(start);
    expect(opened('file').info.start?.values).toEqual([{ mu: [-30] }]);
    const jittered = reportOf(await sample(text, { settings: { init: 'jitter' } }));
    expect(jittered).not.toHaveProperty('started_from');
    expect(jittered.summary).toEqual(reportOf(await sample(model())).summary);
    expect(jittered.settings).not.toHaveProperty('init');
    const stated = reportOf(await sample(model('init = pathfinder')));
    expect(stated.settings.init).toBe('pathfinder');
  });

  test('are kept: a run that is resumed from its seed has the same draws', async () => {
    const start = write('init.json', '{ "mu": -30 }');
    await sample(model(), { start, out: path('long') });
    await sample(model(), { start, out: path('short'), settings: { draws: 10 } });
    rmSync(join(path('short'), 'chain-1.checkpoint.json'));
    write('init.json', '{ "mu": 30 }');
    const resumed = await runResume({ folder: path('short'), draws: 20 }, machine, {}, never);
    expect(reportOf(resumed).started_from).toBe(start);
    expect(drawsOf('short')).toEqual(drawsOf('long'));
  });

  test('belong to what --reuse compares', async () => {
    const text = model('init = { mu = 40 }');
    const isReused = async (changes: Partial<RunRequest> = {}) => {
      const result = await sample(text, { out: path('once'), reuse: true, ...changes });
      return result.kind === 'done' && result.reused === true;
    };
    expect(await isReused()).toBe(false);
    expect(await isReused()).toBe(true);
    expect(await isReused({ settings: { init: 'jitter' } })).toBe(false);
    expect(await isReused()).toBe(false);
    expect(await isReused({ start: write('init.json', '{ "mu": 40 }') })).toBe(false);
  });
});

describe('from a run', () => {
  test('each chain starts at the last draw of its own, then at earlier ones', async () => {
    await sample(model(), { out: path('first') });
    const report = reportOf(
      await sample(model(), { start: path('first'), out: path('second'), settings: { chains: 3 } }),
    );
    expect(report.started_from).toBe(path('first'));
    const { names, values } = opened('first').draws;
    const at = (row: number, name: string) => values[row * names.length + names.indexOf(name)];
    const starts = opened('second').info.start?.values ?? [];
    expect(starts.map(({ mu }) => mu[0])).toEqual([at(19, 'mu'), at(39, 'mu'), at(9, 'mu')]);
    expect(starts.map(({ a }) => a[1])).toEqual([19, 39, 9].map((row) => at(row, 'a[Far East]')));
  });

  test('a run of other parameters or labels is refused', async () => {
    await sample('param other ~ Normal(0, 1)\nsample { draws = 5, tune = 5, seed = 1 }\n', {
      out: path('other'),
    });
    expect(errorOf(await sample(model(), { start: path('other') }))).toContain(
      "has none of the model's parameters",
    );
    await sample(model().replace('"c"]', '"d"]'), { out: path('labels-d') });
    expect(errorOf(await sample(model(), { start: path('labels-d') }))).toContain('found none of `a[c]`');
  });
});

describe('a value that no chain can start at is an error', () => {
  test.each([
    ['{ "tau": -1 }', '`tau`: expected a number above 0, found -1'],
    ['{ "tau": 0 }', '`tau`: expected a number above 0, found 0'],
    ['{ "mu": [1, 2] }', '`mu`: expected a number, found a list of 2'],
    ['{ "mu": "1" }', '`mu`: expected a number, found "1"'],
    ['{ "a": [1, 2] }', '`a`: expected 3 values of place, as a list or by label, found 2'],
    ['{ "a": 1 }', '`a`: expected 3 values of place, as a list or by label, found 1'],
    ['{ "a": [1, 2, null] }', '`a[c]`: expected a number, found null'],
    ['{ "a": { "north": 1, "c": 2 } }', '`a`: expected a value for each label, found none for `Far East`'],
    ['{ "a": { "South": 1 } }', '`a`: expected labels `north`, `Far East`, `c`, found `South`'],
    ['{ "Tau": 1 }', '`Tau`: expected the name of a parameter, found an unknown one; did you mean `tau`?'],
    ['{ "tau": 2, "p": -3 }', '`p`: expected a number between -2 and 1, found -3'],
    ['[{ "tau": 1 }]', 'expected an object of parameters and their values, found a list of records'],
    ['{ "a": ', 'it is not JSON'],
  ])('%s', async (json, message) => {
    const start = write('init.json', json);
    expect(errorOf(await sample(model(), { start }))).toContain(`starting-value ${start}: ${message}`);
  });

  test.each([
    ['simplex ~ Dirichlet([1, 1])', '[0.2, 0.7]', 'numbers above 0 that sum to 1'],
    ['ordered ~ Normal(0, 1)', '[2, 1]', 'numbers that ascend'],
    ['positive_ordered ~ Normal(0, 1)', '[-1, 1]', 'numbers above 0 that ascend'],
    ['ordered ~ Normal(0, 1) in 2..', '[1, 3]', 'numbers above 2 that ascend'],
    ['ordered ~ Normal(0, 1) in ..2', '[1, 3]', 'numbers below 2 that ascend'],
    ['ordered ~ Uniform(0, 2)', '[1, 1]', 'numbers between 0 and 2 that ascend'],
    ['unit_vector ~ Flat()', '[1, 1]', 'a vector of length 1'],
    ['sum_to_zero ~ Normal(0, 1)', '[1, 1]', 'numbers that sum to 0'],
  ])('%s', async (declared, value, expected) => {
    const start = write('init.json', `{ "v": ${value} }`);
    const found = errorOf(await sample(`param v[2]: ${declared}\n`, { start }));
    expect(found).toContain(`\`v\`: expected ${expected}, found ${value}`);
  });

  test('in the model, at its place', async () => {
    const placeOf = async (text: string) => {
      const result = await sample(text);
      const [found] =
        result.kind === 'invalid' ? result.diagnostics.filter((d) => d.severity === 'error') : [];
      return [found?.message, text.slice(found?.span.start, found?.span.end)];
    };
    expect(await placeOf(model('init = { mu = 1, tau = -2 }'))).toEqual([
      'the model: `tau`: expected a number above 0, found -2',
      'tau = -2',
    ]);
    expect(await placeOf(model('init = { a = [1, 2] }'))).toEqual([
      'the model: `a`: expected 3 values of place, as a list or by label, found 2',
      'a = [1, 2]',
    ]);
    expect(await placeOf(model('init = { Mu = 1 }'))).toEqual([
      'unknown parameter `Mu`; did you mean `mu`?',
      'Mu',
    ]);
    expect((await placeOf(model('init = { y = 1 }')))[1]).toBe('y');
    expect((await placeOf(model('init = sideways')))[0]).toContain(
      'or values of parameters such as `{ mu = 0 }`',
    );
    expect((await placeOf(model('tune = { mu = 1 }')))[0]).toContain(
      'setting `tune`: expected a whole number',
    );
    expect((await placeOf(model('init = { mu = 1, mu = 2 }')))[1]).toBe('mu');
  });
});
