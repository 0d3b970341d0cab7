/** What `bayes export` writes, read back by other libraries' readers. */
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { type ExportOptions, exportRun } from '../../../sampler/cli/export.ts';
import { allocateStats } from '../../../sampler/draws/draw-statistics.ts';
import type { DrawsBlock } from '../../../sampler/draws/draws-block.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { chainFile } from '../../../sampler/store/run-folder.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { runInfo } from '../store/run-info.ts';
import { startRun } from '../store/start-run.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();
const names = ['mu', 'a[x,1]', 'a["q"]'];
const stats = [
  'lp__',
  'energy__',
  'divergent__',
  'treedepth__',
  'n_leapfrog__',
  'accept_stat__',
  'stepsize__',
];
const info = runInfo(names, 5, 3);
const row = {
  name: 'a[x,1]',
  mean: 0.1 + 0.2,
  sd: 1,
  hdi_3: -1,
  hdi_97: 1,
  mcse_mean: 0.01,
  mcse_sd: Number.NaN,
  ess_bulk: 100,
  ess_tail: 90,
  r_hat: Number.NaN,
};

const value = (chain: number, draw: number, k: number) => Math.sin(17 * chain + 3.7 * draw * (k + 1)) + k;

function block(chain: number, firstDraw: number, draws: number): DrawsBlock {
  const each = (of: (draw: number) => number) => Array.from({ length: draws }, (_, i) => of(firstDraw + i));
  return {
    kind: 'block',
    chain,
    firstDraw,
    draws,
    values: Float64Array.from(each((d) => d).flatMap((d) => names.map((_, k) => value(chain, d, k)))),
    stats: {
      ...allocateStats(draws),
      logDensity: Float64Array.from(each((draw) => -draw)),
      energy: Float64Array.from(each((draw) => draw + 0.5)),
      divergent: Uint8Array.from(each((draw) => draw % 2)),
      treeDepth: Uint8Array.from(each(() => 3)),
      gradients: Uint32Array.from(each((draw) => 70_000 + draw)),
      acceptance: Float64Array.from(each(() => Number.POSITIVE_INFINITY)),
      stepSize: Float64Array.from(each(() => 0.25)),
    },
    checkpoint: null,
  };
}

/** Chain 2 has no draws, chain 3 fewer than chain 1: what a run leaves that is ended early. */
function unfinishedRun(): string {
  const folder = here.path('run');
  const run = startRun(folder, info);
  run.append(block(0, 0, 3));
  run.append(block(0, 3, 2));
  run.append(block(2, 0, 2));
  run.append(block(2, 2, 2));
  return folder;
}
const kept = [
  { chain: 1, draws: [1, 2, 3, 4, 5] },
  { chain: 3, draws: [1, 2, 3, 4] },
].flatMap(({ chain, draws }) => draws.map((draw) => ({ chain, draw })));

async function run(options: Partial<ExportOptions>, folder = 'run') {
  let out = '';
  let err = '';
  const console = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    isTerminal: false,
    cwd: here.folder(),
  };
  const code = await exportRun(folder, { to: 'csv', what: 'draws', out: null, ...options }, console);
  return { code, out, err };
}

describe('bayes export', () => {
  test('gives every draw as a row of CSV, exact, also of chains that differ in length', async () => {
    unfinishedRun();
    const { code, out, err } = await run({});
    // What is exported is not the whole run.
    expect(code).toBe(3);
    expect(err).toContain('PROVISIONAL');
    expect(err).toContain('9 of the 3 × 5 draws asked for were made');
    const [header, ...rows]: string[][] = parse(out);
    expect(header).toEqual(['chain', 'draw', ...names, ...stats]);
    expect(rows.map((cells) => cells.slice(0, 5).map(Number))).toEqual(
      kept.map(({ chain, draw }) => [chain, draw, ...names.map((_, k) => value(chain - 1, draw - 1, k))]),
    );
    expect(rows[1].slice(5)).toEqual(['-1', '1.5', '1', '3', '70001', 'Inf', '0.25']);
  });

  test('writes an Arrow file of the same rows, with the types kept', async () => {
    unfinishedRun();
    expect((await run({ to: 'arrow', out: 'draws.arrow' })).code).toBe(3);
    const table = tableFromIPC(readFileSync(here.path('draws.arrow')));
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['chain', 'draw', ...names, ...stats]);
    expect(String(table.schema.fields[7].type)).toBe('Uint8');
    const rows = Array.from({ length: table.numRows }, (_, i) => table.get(i)?.toJSON() ?? {});
    expect(rows.map((r) => [r.chain, r.draw, r['a["q"]']])).toEqual(
      kept.map(({ chain, draw }) => [chain, draw, value(chain - 1, draw - 1, 2)]),
    );
    expect(existsSync(here.path('draws.arrow.tmp'))).toBe(false);
  });

  test('writes a Parquet file of the table of the Arrow file, as hyparquet reads it', async () => {
    unfinishedRun();
    expect((await run({ to: 'arrow', out: 'draws.arrow' })).code).toBe(3);
    expect((await run({ to: 'parquet', out: 'draws.parquet' })).code).toBe(3);
    const arrow = tableFromIPC(readFileSync(here.path('draws.arrow')));
    const file = await asyncBufferFromFile(here.path('draws.parquet'));
    const rows = await parquetReadObjects({ file });
    expect(rows).toEqual(Array.from({ length: arrow.numRows }, (_, i) => arrow.get(i)?.toJSON()));
    expect(rows).toHaveLength(9);
    const { schema } = await parquetMetadataAsync(file);
    expect(schema.slice(1).map(({ name, type, converted_type }) => [name, converted_type ?? type])).toEqual(
      arrow.schema.fields.map(({ name, type }) => [
        name,
        { Float64: 'DOUBLE', Uint32: 'UINT_32', Uint8: 'UINT_8' }[String(type)],
      ]),
    );
    expect(existsSync(here.path('draws.parquet.tmp'))).toBe(false);
  });

  test('gives draws as JSON: by name, chain by chain', async () => {
    unfinishedRun();
    const { out } = await run({ to: 'json' });
    const draws = JSON.parse(out);
    expect(Object.keys(draws)).toEqual([...names, ...stats]);
    expect(draws['a[x,1]']).toEqual([
      [0, 1, 2, 3, 4].map((d) => value(0, d, 1)),
      [0, 1, 2, 3].map((d) => value(2, d, 1)),
    ]);
  });

  test('gives the summary as CSV, a missing number empty', async () => {
    const folder = here.path('run');
    const report: SampleReport = {
      model: 'test',
      seed: 1,
      settings: info.settings,
      summary: [row],
      diagnostics: {
        pass: false,
        reasons: [],
        divergences: 0,
        max_treedepth_hits: 0,
        e_bfmi: [],
        min_ess_per_chain: 0,
        max_r_hat: Number.NaN,
      },
      timing: {
        compile_ms: 0,
        warmup_ms: 0,
        sample_ms: 0,
        gradients_warmup: 0,
        gradients_sample: 0,
        us_per_gradient: 0,
      },
      draws: folder,
    };
    const whole = startRun(folder, info);
    for (const chain of [0, 1, 2]) whole.append(block(chain, 0, 5));
    whole.finish('done', report);
    expect((await run({ what: 'summary', out: 'summary.csv' })).code).toBe(0);
    expect(here.read('summary.csv')).toBe(
      'name,mean,sd,hdi_3,hdi_97,mcse_mean,mcse_sd,ess_bulk,ess_tail,r_hat,q3,q50,q97,pareto_k_mean,pareto_k_sd\n' +
        '"a[x,1]",0.30000000000000004,1,-1,1,0.01,,100,90,,,,,,\n',
    );
  });

  test.each([
    ['no run', {}, 'nowhere', 'no run'],
    ['Arrow on standard output', { to: 'arrow' }, 'run', '-o FILE'],
    ['Parquet on standard output', { to: 'parquet' }, 'run', 'a Parquet file is not text'],
    ['an Arrow summary', { to: 'arrow', what: 'summary', out: 'x' }, 'run', 'csv or json'],
    ['a file that cannot be written', { out: 'no/such/folder.csv' }, 'run', 'cannot export'],
  ] as const)('refuses %s and says what to do', async (_, options, folder, message) => {
    unfinishedRun();
    const { code, out, err } = await run(options, folder);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('refuses a run without draws', async () => {
    const folder = unfinishedRun();
    for (const chain of [0, 2]) truncateSync(chainFile(folder, chain), 0);
    const { code, err } = await run({});
    expect(code).toBe(2);
    expect(err).toContain('no draws');
  });

  test('as a command: the draws have the means of the report', async () => {
    here.write('m.bayes', line);
    const { value: report } = await bayesJson<SampleReport>(
      ['sample', 'm.bayes', '--out', 'kept'],
      here.folder(),
    );
    const { code, stdout } = await bayes(['export', 'kept', '--to', 'csv'], here.folder());
    expect(code).toBe(0);
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows).toHaveLength(600);
    for (const { name, mean } of report.summary) {
      const average = rows.reduce((sum, cells) => sum + Number(cells[name]), 0) / rows.length;
      expect(average).toBeCloseTo(mean, 12);
    }
  });
});
