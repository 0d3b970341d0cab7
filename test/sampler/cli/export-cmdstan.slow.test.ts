/** `bayes export --to cmdstan`: a file for each chain, compared with what ArviZ, cmdstanpy and R read in the same files. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SampleReport, SummaryRow } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import golden from '../../golden/cmdstan-files.json' with { type: 'json' };
import goldenR from '../../golden/cmdstan-files-r.json' with { type: 'json' };
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
let report: SampleReport;

beforeAll(async () => {
  const model = join(root, 'test/golden/cmdstan-files.bayes');
  ({ value: report } = await bayesJson<SampleReport>(
    ['sample', model, '--out', here.path('run')],
    here.folder(),
  ));
  const args = ['export', 'run', '--to', 'cmdstan', '-o', 'draws.csv'];
  const { code, stderr } = await bayes(args, here.folder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

const elements = [1, 2].flatMap((i) =>
  [1, 2, 3].map((j) => ({ i, j, name: `m[${['north', 'south, far'][i - 1]},${j}]` })),
);

describe('a file of a chain', () => {
  test('has settings, columns in the order of CmdStan, and the draws of the run', async () => {
    const { stdout } = await bayes(['export', 'run', '--to', 'json'], here.folder());
    const draws: Record<string, number[][]> = JSON.parse(stdout);
    for (const chain of [1, 2, 3, 4]) {
      const lines = here.read(`draws_${chain}.csv`).split('\n');
      for (const setting of ['num_samples = 200', 'num_warmup = 300', `id = ${chain}`, 'seed = 11'])
        expect(lines.some((line) => line.startsWith('# ') && line.endsWith(` ${setting}`))).toBe(true);
      const [header, ...rows] = lines.filter((line) => line !== '' && !line.startsWith('#'));
      const names = header.split(',');
      expect(names.slice(0, 8).join()).toBe(
        'lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,mu',
      );
      expect(names.slice(8).join()).toBe('m.1.1,m.2.1,m.1.2,m.2.2,m.1.3,m.2.3');
      expect(rows).toHaveLength(200);
      const column = (name: string) => rows.map((row) => Number(row.split(',')[names.indexOf(name)]));
      for (const name of names.slice(0, 8)) expect(column(name)).toEqual(draws[name][chain - 1]);
      for (const { i, j, name } of elements) expect(column(`m.${i}.${j}`)).toEqual(draws[name][chain - 1]);
    }
  });

  test('is read by ArviZ and cmdstanpy as the same arrays, chain by chain', async () => {
    const { stdout } = await bayes(['export', 'run', '--to', 'json'], here.folder());
    const draws: Record<string, number[][]> = JSON.parse(stdout);
    expect(golden.sizes).toEqual({ mu: [4, 200], m: [4, 200, 2, 3] });
    for (const { i, j, name } of elements)
      expect(golden.first.map((chain) => chain[i - 1][j - 1])).toEqual(draws[name].map(([first]) => first));
    expect(golden.step_size).toEqual(draws.stepsize__.map(([first]) => first));
  });
});

describe('ArviZ agrees', () => {
  test.each(Object.entries(golden.summary))('with the summary of %s', (name, expected) => {
    // ArviZ counts positions from 0.
    const [, i, j] = /\[(\d+), (\d+)\]/.exec(name) ?? [];
    const own = i === undefined ? name : elements[3 * Number(i) + Number(j)].name;
    const row = report.summary.find((one) => one.name === own);
    for (const [column, value] of Object.entries(expected))
      expect(Math.abs(Number(row?.[column as keyof SummaryRow]) - value)).toBeLessThan(1e-6);
  });
});

describe('R’s posterior agrees', () => {
  test('on which quantities there are', () => {
    expect(Object.keys(goldenR.summary)).toEqual([
      'mu',
      ...[1, 2, 3].flatMap((j) => [1, 2].map((i) => `m.${i}.${j}`)),
    ]);
  });

  test.each(Object.entries(goldenR.summary))('with the summary of %s', (name, expected) => {
    const [, i, j] = /\.(\d+)\.(\d+)$/.exec(name) ?? [];
    const own = elements.find((one) => one.i === Number(i) && one.j === Number(j))?.name ?? name;
    const row = report.summary.find((one) => one.name === own);
    for (const [column, value] of Object.entries(expected))
      expect(Math.abs(Number(row?.[column as keyof SummaryRow]) - value)).toBeLessThan(1e-6);
  });
});

test.each([
  ['standard output', ['--to', 'cmdstan'], '-o FILE'],
  ['a summary', ['--to', 'cmdstan', '--what', 'summary', '-o', 'x.csv'], 'csv or json'],
  ['a folder that is not there', ['--to', 'cmdstan', '-o', 'no/such/x.csv'], 'cannot export'],
])('%s is refused with what to do', async (_, flags, message) => {
  const { code, stderr } = await bayes(['export', 'run', ...flags], here.folder());
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
