/** `bayes export --to netcdf`: read back by HDF5's library, and compared with what ArviZ reads in the same file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, File, type Group, ready } from 'h5wasm/node';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LooReport } from '../../../sampler/report/loo-report.ts';
import type { SampleReport, SummaryRow } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import golden from '../../golden/inference-data.json' with { type: 'json' };
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const model = join(root, 'test/golden/inference-data.bayes');
const groups = ['log_likelihood', 'posterior_predictive', 'prior'];
let report: SampleReport;

beforeAll(async () => {
  await ready;
  ({ value: report } = await bayesJson<SampleReport>(
    ['sample', model, '--out', here.path('run')],
    here.folder(),
  ));
  const args = ['export', 'run', '--to', 'netcdf', '-o', 'run.nc', '--with', ...groups];
  const { code, stderr } = await bayes(args, here.folder());
  // Provisional: so few draws say little, but they are all there.
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

function opened<T>(name: string, read: (file: File) => T): T {
  const file = new File(here.path(name), 'r');
  try {
    return read(file);
  } finally {
    file.close();
  }
}
const dataset = (file: Group, path: string) => file.get(path) as Dataset;
const scaleNames = (array: Dataset) =>
  (array.shape ?? []).map((_, axis) => array.get_attached_scales(axis).map((path) => path.split('/').pop()));

describe('a NetCDF file', () => {
  test('has the groups, arrays and axes that ArviZ saw', () => {
    opened('run.nc', (file) => {
      const found = Object.fromEntries(
        file.keys().map((name) => {
          const group = file.get(name) as Group;
          const arrays = group.keys().filter((key) => dataset(group, key).get_scale_name() === null);
          return [
            name,
            Object.fromEntries(arrays.map((key) => [key, scaleNames(dataset(group, key)).flat()])),
          ];
        }),
      );
      const expected = Object.fromEntries(
        Object.entries(golden.groups).map(([name, arrays]) => [
          name,
          Object.fromEntries(Object.entries(arrays).map(([key, { dims }]) => [key, dims])),
        ]),
      );
      expect(found).toEqual(expected);
    });
  });

  test('has labels as coordinates, and every dimension a number of its own', () => {
    opened('run.nc', (file) => {
      expect(dataset(file, 'posterior/school').value).toEqual(golden.schools);
      expect(dataset(file, 'constant_data/kind_of').value).toEqual(golden.kind_of);
      expect(dataset(file, 'posterior/w_dim_0').value).toEqual(new BigInt64Array([1n, 2n]));
      const ids = file.keys().flatMap((name) => {
        const group = file.get(name) as Group;
        const scales = group.keys().filter((key) => dataset(group, key).get_scale_name() !== null);
        return scales.map((key) => dataset(group, key).attrs._Netcdf4Dimid.value);
      });
      expect(new Set(ids).size).toBe(ids.length);
      expect(dataset(file, 'sample_stats/diverging').attrs.dtype.value).toBe('bool');
    });
  });

  test('draws are those of the run, element by element', async () => {
    const { stdout } = await bayes(['export', 'run', '--to', 'json'], here.folder());
    const draws: Record<string, number[][]> = JSON.parse(stdout);
    opened('run.nc', (file) => {
      const theta = dataset(file, 'posterior/theta');
      expect(theta.shape).toEqual([4, 200, 8]);
      const values = theta.value as Float64Array;
      for (const [k, school] of golden.schools.entries())
        expect(draws[`theta[${school}]`].flat()).toEqual([...values.filter((_, i) => i % 8 === k)]);
      expect([...(dataset(file, 'sample_stats/lp').value as Float64Array)]).toEqual(draws.lp__.flat());
      expect(dataset(file, 'sample_stats/n_steps').value).toEqual(
        BigInt64Array.from(draws.n_leapfrog__.flat(), BigInt),
      );
    });
  });

  test('replicated data have the mean of their distribution; the prior is drawn by the model', () => {
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    opened('run.nc', (file) => {
      const y = dataset(file, 'posterior_predictive/y').value as Float64Array;
      const theta = dataset(file, 'posterior/theta').value as Float64Array;
      // se is about 13, and there are 6,400 values: five standard errors.
      expect(Math.abs(mean(y) - mean(theta))).toBeLessThan((5 * 13) / 80);
      const mu = dataset(file, 'prior/mu').value as Float64Array;
      expect(mu).toHaveLength(1000);
      expect(Math.abs(mean(mu))).toBeLessThan((5 * 5) / Math.sqrt(1000));
      expect(Math.abs(mean(mu.map((value) => value ** 2)) - 25)).toBeLessThan(25 * 5 * Math.sqrt(2 / 1000));
    });
  });
});

describe('ArviZ agrees', () => {
  test.each(Object.entries(golden.summary))('with the summary of %s', (name, expected) => {
    const row = report.summary.find((one) => one.name === name);
    for (const [column, value] of Object.entries(expected))
      expect(Math.abs(Number(row?.[column as keyof SummaryRow]) - value)).toBeLessThan(1e-6);
  });

  test('with the effective draws', () => {
    const own = (name: string) => report.summary.find((one) => one.name === name)?.ess_bulk ?? Number.NaN;
    const found = { mu: own('mu'), tau: own('tau'), theta: golden.schools.map((s) => own(`theta[${s}]`)) };
    for (const name of ['mu', 'tau'] as const)
      expect(Math.abs(found[name] - golden.ess[name])).toBeLessThan(1e-6);
    for (const [k, value] of golden.ess.theta.entries())
      expect(Math.abs(found.theta[k] - value)).toBeLessThan(1e-6);
  });

  test('with leave-one-out, from the log likelihoods in the file', async () => {
    const { value } = await bayesJson<LooReport>(['loo', 'run'], here.folder());
    for (const [k, elpd] of golden.elpd_loo.entries()) {
      expect(Math.abs(value.pointwise[k] - elpd)).toBeLessThan(1e-6);
      expect(Math.abs(Number(value.pareto_k[k]) - golden.pareto_k[k])).toBeLessThan(1e-6);
    }
  });
});

describe('arviz-base opens the file, and arviz-stats agrees', () => {
  const { groups: found, summary, elpd_loo, pareto_k } = golden.arviz_1x;

  test('with the groups', () => {
    expect(found).toEqual(Object.keys(golden.groups).toSorted());
  });

  test.each(Object.entries(summary))('with the summary of %s', (name, expected) => {
    const row = report.summary.find((one) => one.name === name);
    for (const [column, value] of Object.entries(expected))
      expect(Math.abs(Number(row?.[column as keyof SummaryRow]) - value)).toBeLessThan(1e-6);
  });

  test('with leave-one-out', async () => {
    const { value } = await bayesJson<LooReport>(['loo', 'run'], here.folder());
    for (const [k, elpd] of elpd_loo.entries()) {
      expect(Math.abs(value.pointwise[k] - elpd)).toBeLessThan(1e-6);
      expect(Math.abs(Number(value.pareto_k[k]) - pareto_k[k])).toBeLessThan(1e-6);
    }
  });
});

describe('refusals', () => {
  test.each([
    ['standard output', ['--to', 'netcdf'], '-o FILE'],
    ['a summary', ['--to', 'netcdf', '--what', 'summary', '-o', 'x.nc'], 'csv or json'],
    ['groups in another format', ['--to', 'csv', '--with', 'prior'], 'expected --to netcdf, found --to csv'],
    ['a folder that is not there', ['--to', 'netcdf', '-o', 'no/such/x.nc'], 'cannot export'],
  ])('%s: says what to do', async (_, flags, message) => {
    const { code, stderr } = await bayes(['export', 'run', ...flags], here.folder());
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('data that have changed: draws are written, and it is said what is missing', async () => {
    here.write('d.csv', 'y\n1\n2\n4\n');
    here.write(
      'm.bayes',
      'dim row\ndata from "d.csv" { y : real[row] }\nparam mu ~ Normal(0, 5)\nparam w[row] ~ Normal(0, 1)\nobserve y ~ Normal(mu + w, 1)\nsample { draws = 20, tune = 50, chains = 2, seed = 1 }\n',
    );
    await bayes(['sample', 'm.bayes', '--out', 'changed'], here.folder());
    here.write('d.csv', 'y\n1\n2\n5\n');
    const { stderr } = await bayes(
      ['export', 'changed', '--to', 'netcdf', '-o', 'changed.nc'],
      here.folder(),
    );
    expect(stderr).toContain('d.csv has changed since the run');
    opened('changed.nc', (file) => {
      expect(file.keys()).toEqual(['posterior', 'sample_stats']);
      expect(scaleNames(dataset(file, 'posterior/w')).flat()).toEqual(['chain', 'draw', 'w_dim_0']);
    });
    const asked = ['export', 'changed', '--to', 'netcdf', '-o', 'asked.nc', '--with', 'prior'];
    expect((await bayes(asked, here.folder())).code).toBe(1);
    expect(existsSync(here.path('asked.nc'))).toBe(false);
  });
});

test('the file is HDF5, and no temporary file stays', () => {
  expect(readFileSync(here.path('run.nc')).subarray(1, 4).toString()).toBe('HDF');
  expect(existsSync(here.path('run.nc.tmp'))).toBe(false);
});
