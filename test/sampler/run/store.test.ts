/** `store`: what is kept of a run, bit for bit as where all is kept, and what is said of the rest. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { judgeFit } from '../../../sampler/host/requests/judge-fit.ts';
import { createPool } from '../../../sampler/host/worker-pool.ts';
import type { AskedSettings, SampleResult } from '../../../sampler/protocol.ts';
import { runResume } from '../../../sampler/run/resume-run.ts';
import type { RunMachine } from '../../../sampler/run/run-machine.ts';
import { type RunRequest, runSample } from '../../../sampler/run/sample-run.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { root } from '../../bayes-command.ts';
import { testMachine } from './test-machine.ts';

const hierarchy = `dim place = 8
data { y : real[place] = [28, 8, -3, 7, -1, 1, 18, 12] }
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param a[place] ~ Normal(mu, tau)
deterministic best = max(a)
observe y ~ Normal(a, 12)
`;
/** A draw of it is computed by JavaScript, after the kernel. */
const drawn = `${hierarchy}draw again[place] ~ Normal(a, 12)\ndraw first ~ Normal(again[1], 1)\n`;
const small = { draws: 150, tune: 150, chains: 2, seed: 3 } as const;

let home = '';
let machine: RunMachine;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bayes-store-'));
  machine = testMachine(createPool(pathToFileURL(join(root, 'dist', 'worker.js')), 2));
});
afterAll(async () => {
  await machine.pool.close();
  rmSync(home, { recursive: true, force: true });
});

const never = new AbortController().signal;

interface Run {
  readonly result: SampleResult;
  readonly draws: Draws;
}

async function sample(
  modelText: string,
  settings: AskedSettings,
  changes: Partial<RunRequest> = {},
): Promise<Run> {
  const found: Draws[] = [];
  const request = { modelText, modelPath: join(home, 'm.bayes'), out: null, ...changes };
  const listener = { collected: (all: { readonly draws: Draws }) => void found.push(all.draws) };
  const result = await runSample(
    { ...request, settings: { ...small, ...settings } },
    machine,
    listener,
    never,
  );
  const [draws] = found;
  if (found.length === 0) throw new Error(JSON.stringify(result));
  return { result, draws };
}
function reportOf({ result }: Pick<Run, 'result'>) {
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  return result.report;
}
/** The columns of these names, draw after draw. */
function columns({ draws: { names, values } }: Run, of: readonly string[]): Float64Array {
  const at = of.map((name) => names.indexOf(name));
  return Float64Array.from({ length: (values.length / names.length) * of.length }, (_, i) => {
    const draw = Math.floor(i / of.length);
    return values[draw * names.length + at[i % of.length]];
  });
}

describe('the draws of what is kept are those where all is kept', () => {
  const ways: readonly (readonly [string, string, readonly string[], AskedSettings])[] = [
    ['one parameter', hierarchy, ['tau'], {}],
    ['parts of memory that do not touch', hierarchy, ['best', 'mu'], {}],
    ['as written', hierarchy, ['a'], { centring: 'centred' }],
    ['what is drawn after a draw', drawn, ['first', 'tau'], {}],
    ['none of what is drawn', drawn, ['a'], {}],
    ['thinned', hierarchy, ['mu', 'best'], { thin: 3 }],
    ['from paths of Pathfinder', hierarchy, ['mu'], { init: 'pathfinder' }],
    ['a random walk', hierarchy, ['tau', 'best'], { method: 'metropolis' }],
    ['many draws to a block', hierarchy, ['mu'], { draws: 3000 }],
    ['a dense metric', hierarchy, ['best'], { metric: 'dense' }],
  ];
  test.each(ways)('%s', async (_, text, store, settings) => {
    const all = await sample(text, settings);
    const some = await sample(text, { ...settings, store });
    const kept = all.draws.names.filter((name) => store.includes(name.split('[')[0]));
    expect(some.draws.names).toEqual(kept);
    expect(some.draws.values).toEqual(columns(all, kept));
    expect(reportOf(some).summary).toEqual(
      reportOf(all).summary.filter(({ name }) => store.includes(name.split('[')[0])),
    );
  });

  test('from starting values of parameters that are not kept', async () => {
    const text = `${hierarchy}sample { init = { tau = 3, mu = 1 } }\n`;
    const all = await sample(text, {});
    const some = await sample(text, { store: ['best'] });
    expect(some.draws.values).toEqual(columns(all, ['best']));
  });

  test('a resumed run keeps what the run kept', async () => {
    const out = join(home, 'resumed');
    await sample(hierarchy, { store: ['tau', 'best'] }, { out });
    const more = await runResume({ folder: out, draws: 300 }, machine, {}, never);
    expect(reportOf({ result: more }).diagnostics.not_stored).toEqual(['mu', 'a']);
    const opened = openRun(out);
    if (opened.kind === 'problem') throw new Error(opened.message);
    const all = await sample(hierarchy, { draws: 300 });
    expect(opened.run.draws.names).toEqual(['tau', 'best']);
    expect(opened.run.draws.values).toEqual(columns(all, ['tau', 'best']));
  });
});

describe('what is left out', () => {
  test('is named in the diagnostics, also where only the folder is left', async () => {
    const out = join(home, 'left');
    const run = await sample(`${drawn}sample { store = [mu, best] }\n`, {}, { out });
    expect(reportOf(run).settings.store).toEqual(['mu', 'best']);
    expect(reportOf(run).diagnostics.not_stored).toEqual(['tau', 'a', 'again', 'first']);
    rmSync(join(out, 'report.json'));
    const opened = openRun(out);
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.report?.diagnostics.not_stored).toEqual(['tau', 'a', 'again', 'first']);
    const whole = await sample(`${drawn}sample { store = [mu, best] }\n`, { store: 'all' });
    expect(reportOf(whole).diagnostics).not.toHaveProperty('not_stored');
    expect(reportOf(whole).settings).not.toHaveProperty('store');
  });

  test('keeps the fit from being judged where it is an unknown, which is said', async () => {
    const judged = async (store: readonly string[]) =>
      (await sample(hierarchy, { store }, { judgeFit })).result;
    const some = await judged(['best', 'mu']);
    expect(some.kind === 'done' && some.warnings?.map(({ message }) => message)).toContain(
      'whether the model reproduces its data was not judged: that takes all unknowns, and `store` leaves out `tau`',
    );
    const unknowns = await judged(['mu', 'tau', 'a']);
    expect(unknowns.kind === 'done' && unknowns.report.diagnostics.fit?.pass).toBe(true);
  });
});

describe('what is asked for', () => {
  const refused = async (modelText: string, store: readonly string[]) => {
    const request = { modelText, modelPath: join(home, 'm.bayes'), out: null };
    const result = await runSample({ ...request, settings: { ...small, store } }, machine, {}, never);
    return result.kind === 'invalid' ? result.diagnostics.at(-1)?.message : result.kind;
  };

  test('are quantities of the model', async () => {
    expect(await refused(hierarchy, ['mu', 'bset'])).toBe(
      '`store`: expected quantities of the model, found `bset`; did you mean `best`?',
    );
    expect(await refused(hierarchy, ['a[1]'])).toBe(
      '`store`: expected quantities of the model, without an index, found `a[1]`; it has `mu`, `tau`, `a`, `best`',
    );
    expect(await refused(hierarchy, [])).toBe(
      '`store`: expected quantities in a list, such as `[mu, tau]`, or `all`, found ',
    );
  });

  test('may be missing values, of which complete data have none', async () => {
    const data = (y: string) =>
      `data { y : real?[3] = [1, 2, ${y}] }\nparam mu ~ Normal(0, 5)\nobserve y ~ Normal(mu, 1)\n`;
    const gaps = await sample(data('NA'), { store: ['y_missing'] });
    expect(gaps.draws.names).toEqual(['y_missing[3]']);
    const complete = await sample(data('3'), { store: ['y_missing', 'mu'] });
    expect(complete.draws.names).toEqual(['mu']);
    expect(await refused(data('3'), ['y_missing'])).toBe(
      '`store`: expected a quantity of the model, found `y_missing` alone, and these data have no missing values; it has `mu`',
    );
  });
});
