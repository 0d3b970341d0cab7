/** `bayes open`: our own run, read back from the files of other programs, gives the same report. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { OutsideReport } from '../../../sampler/exchange/judge-outside.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const chains = [1, 2, 3, 4].map((chain) => `draws_${chain}.csv`);
let report: SampleReport;

beforeAll(async () => {
  const model = join(root, 'test/golden/cmdstan-files.bayes');
  ({ value: report } = await bayesJson<SampleReport>(
    ['sample', model, '--out', here.path('run')],
    here.folder(),
  ));
  await bayes(['export', 'run', '--to', 'cmdstan', '-o', 'draws.csv'], here.folder());
  await bayes(['export', 'run', '--to', 'netcdf', '-o', 'draws.nc'], here.folder());
});

const inPlaces = (name: string) => name.replace('south, far', '2').replace('north', '1');

test.each([
  ['CmdStan', chains, inPlaces],
  ['ArviZ', ['draws.nc'], (name: string) => name],
])('files of %s have the summary and the diagnostics of the run', async (_, files, nameOf) => {
  const { value, code } = await bayesJson<OutsideReport>(['open', ...files], here.folder());
  expect(code).toBe(report.diagnostics.pass ? 0 : 3);
  const byName = <Row extends { readonly name: string }>(rows: readonly Row[]) =>
    rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(byName(value.summary)).toEqual(
    byName(report.summary.map((row) => ({ ...row, name: nameOf(row.name) }))),
  );
  const { reasons, pass, divergences, max_treedepth_hits, e_bfmi, min_ess_per_chain, max_r_hat } =
    report.diagnostics;
  const numbers = { pass, divergences, max_treedepth_hits, e_bfmi, min_ess_per_chain, max_r_hat };
  expect(value.diagnostics).toMatchObject(numbers);
  expect(value.diagnostics.reasons.map(({ code: reason }) => reason)).toEqual(
    reasons.map(({ code: reason }) => reason),
  );
  expect(value).toMatchObject({ chains: 4, draws: 200, not_judged: [] });
});

test('draws without statistics of the sampler: it is said what was not judged', async () => {
  const text = here
    .read('draws_1.csv')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const alone = text.map((line) =>
    line
      .split(',')
      .filter((_, k) => k === 0 || k > 6)
      .join(','),
  );
  here.write('alone.csv', `${alone.join('\n')}\n`);
  const shown = await bayes(['open', 'alone.csv'], here.folder());
  expect(shown.stdout).toContain('1 chain of 200 draws');
  expect(shown.stdout).toContain(': divergences, trajectories cut short, E-BFMI.');
  const { value } = await bayesJson<OutsideReport>(['open', 'alone.csv'], here.folder());
  expect(value.diagnostics).toMatchObject({ divergences: null, max_treedepth_hits: null, e_bfmi: null });
});

test.each([
  ['a file that is not there', ['no.csv'], 'cannot read no.csv'],
  ['two NetCDF files', ['draws.nc', 'draws.nc'], 'expected one NetCDF file alone, found 2 files'],
  ['a text that calls itself NetCDF', ['text.nc'], 'text.nc: expected a NetCDF-4 file, which is HDF5'],
])('%s is refused with what was expected', async (_, files, message) => {
  here.write('text.nc', 'not HDF5\n');
  const { code, stderr } = await bayes(['open', ...files], here.folder());
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
