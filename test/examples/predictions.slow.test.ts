/** The pages of the examples about prior and posterior prediction, through the command line. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import type { QuantityRow, StatisticRow } from '../../sampler/report/predictive-summary.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../bayes-command.ts';

const examples = join(root, 'examples');
const runs = mkdtempSync(join(tmpdir(), 'bayes-examples-'));

interface Result {
  readonly quantities: readonly (QuantityRow & { readonly prediction?: string })[];
  readonly statistics: readonly StatisticRow[];
  readonly remarks?: readonly { readonly code: string; readonly message: string; readonly line: number }[];
  readonly provisional?: boolean;
}

async function sampled(model: string): Promise<string> {
  const folder = join(runs, model.replace(/\W/g, '-'));
  const { code, stderr } = await bayes(['sample', join(examples, model), '--out', folder]);
  expect(code, stderr).toBe(0);
  return folder;
}

function quantity(result: Result, name: string): QuantityRow {
  const row = result.quantities.find((q) => q.name === name);
  if (row === undefined) throw new Error(`no ${name}`);
  return row;
}

function statistic(result: Result, name: string): StatisticRow {
  const row = result.statistics.find((s) => s.statistic === name);
  if (row === undefined) throw new Error(`no ${name}`);
  return row;
}

describe('prior predictive', () => {
  test('the bad prior is pointed out, at the line of the slope; the good one is not', async () => {
    const model = join(examples, 'prior-predictive', 'bad_prior.bayes');
    const bad = await bayesJson<Result>(['prior', model]);
    expect(bad.code).toBe(0);
    const [remark, ...rest] = bad.value.remarks ?? [];
    expect(rest).toEqual([]);
    expect(remark.code).toBe('prior-wide');
    expect(remark.message).toMatch(
      /58\.3 times as wide as everything observed \(-3.94 to 6.62\); mostly through `slope`/,
    );
    expect(readFileSync(model, 'utf8').split('\n')[remark.line]).toContain('param slope');
    expect(statistic(bad.value, 'sd').p_value).toBeGreaterThan(0.99);
    const good = await bayesJson<Result>(['prior', join(examples, 'prior-predictive', 'good_prior.bayes')]);
    expect(good.value.remarks).toEqual([]);
    for (const { p_value } of good.value.statistics) expect(Math.abs(p_value - 0.5)).toBeLessThan(0.45);
  });
});

describe('posterior predictive', () => {
  let slope = '';
  let flat = '';
  beforeAll(async () => {
    slope = await sampled('ppc-regression/ppc_regression.bayes');
    flat = await sampled('ppc-regression/without_slope.bayes');
  });
  const trend = 'trend = mean((x - mean(x)) * y)';

  test('the right model reproduces the data, the wrong one not by a statistic of one’s own', async () => {
    const right = await bayesJson<Result>(['ppc', slope, '--statistic', trend]);
    expect(right.code).toBe(0);
    for (const { p_value } of right.value.statistics) expect(Math.abs(p_value - 0.5)).toBeLessThan(0.4);
    const wrong = await bayesJson<Result>(['ppc', flat, '--statistic', trend]);
    expect(Math.abs(statistic(wrong.value, 'mean').p_value - 0.5)).toBeLessThan(0.2);
    expect(statistic(wrong.value, 'trend')).toMatchObject({ p_value: 0, datum: 'y' });
    const text = await bayes(['ppc', flat, '--statistic', trend]);
    expect(text.stdout).toContain('trend(y): the model understates it (p-value 0.000)');
    expect(text.stdout.indexOf('The run’s diagnostics pass.')).toBeLessThan(text.stdout.indexOf('p-value'));
  });

  test('predictions beyond the data follow the line', async () => {
    const { value } = await bayesJson<Result>(['predict', slope]);
    expect(value.quantities.map(({ name, prediction }) => [prediction, name])).toEqual([
      ['beyond', 'y[1]'],
      ['beyond', 'y[2]'],
      ['beyond', 'y[3]'],
    ]);
    // By least squares, which these priors hardly move.
    const rows: readonly Record<string, string>[] = parse(
      readFileSync(join(examples, 'ppc-regression', 'ppc_regression.csv')),
      { columns: true },
    );
    const [x, y] = [rows.map((r) => Number(r.x)), rows.map((r) => Number(r.y))];
    const n = x.length;
    const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / n;
    const [mx, my] = [mean(x), mean(y)];
    const sxx = x.reduce((s, v) => s + (v - mx) ** 2, 0);
    const b = x.reduce((s, v, i) => s + (v - mx) * (y[i] - my), 0) / sxx;
    const residual = y.reduce((s, v, i) => s + (v - my - b * (x[i] - mx)) ** 2, 0) / (n - 2);
    for (const [i, at] of [-4, 0, 4].entries()) {
      const sd = Math.sqrt(residual * (1 + 1 / n + (at - mx) ** 2 / sxx));
      const row = quantity(value, `y[${i + 1}]`);
      expect(Math.abs(row.mean - (my + b * (at - mx)))).toBeLessThan(0.1);
      expect(Math.abs(row.sd / sd - 1)).toBeLessThan(0.06);
    }
  });
});

describe('bioassay', () => {
  let run = '';
  beforeAll(async () => {
    run = await sampled('bioassay/bioassay.bayes');
  });

  /** The posterior mean of p at a log dose, by integration on a grid. */
  function death(logDose: number): number {
    const rows: readonly Record<string, string>[] = parse(
      readFileSync(join(examples, 'bioassay', 'bioassay.csv')),
      {
        columns: true,
      },
    );
    let [total, sum] = [0, 0];
    for (let alpha = -8; alpha <= 14; alpha += 0.05) {
      for (let beta = -10; beta <= 60; beta += 0.1) {
        let log = -0.5 * (alpha / 5) ** 2 - 0.5 * ((beta - 10) / 10) ** 2;
        for (const row of rows) {
          const eta = alpha + beta * Number(row.log_dose);
          log +=
            Number(row.deaths) * eta -
            Number(row.n) * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))));
        }
        const weight = Math.exp(log);
        total += weight;
        sum += weight / (1 + Math.exp(-(alpha + beta * logDose)));
      }
    }
    return sum / total;
  }

  test('the predictions at −1, 0 and 1 agree with integration on a grid', async () => {
    const { value } = await bayesJson<Result>(['predict', run]);
    for (const [i, dose] of [-1, 0, 1].entries()) {
      const p = quantity(value, `p_death[${i + 1}]`);
      const expected = death(dose);
      // Draws are correlated: a quarter of the 4000 used count.
      expect(Math.abs(p.mean - expected)).toBeLessThan((5 * p.sd) / Math.sqrt(1000));
      const deaths = quantity(value, `deaths[${i + 1}]`);
      expect(Math.abs(deaths.mean - 5 * expected)).toBeLessThan((5 * deaths.sd) / Math.sqrt(1000) + 1e-3);
    }
    const text = await bayes(['predict', run]);
    expect(text.stdout).toMatch(/log_dose +n +mean/);
    expect(text.stdout).toMatch(/deaths\[2\] +0 +5 +3\.\d/);
    expect(text.stdout).toContain('nothing was fitted again');
  });

  test('new data from a file; a missing column and a wrong file are refused in words', async () => {
    const good = join(runs, 'new.csv');
    writeFileSync(good, 'log_dose,n\n0,20\n');
    const { code, value } = await bayesJson<Result>(['predict', run, '--data', good]);
    expect(code).toBe(0);
    expect(quantity(value, 'deaths[1]').mean).toBeCloseTo(20 * quantity(value, 'p_death[1]').mean, 0);
    const bad = join(runs, 'bad.csv');
    writeFileSync(bad, 'log_dose\n0\n');
    const missing = await bayes(['predict', run, '--data', bad]);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(
      /^\S*bioassay\.bayes:8:3: error data-column no column `n` in `.*bad\.csv`/,
    );
    const gone = await bayes(['predict', run, '--data', join(runs, 'gone.csv')]);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain('no such file');
  });

  test('what is no run, no prediction or no statistic is refused in words', async () => {
    const none = await bayes(['ppc', runs]);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('no run in');
    const name = await bayes(['predict', run, '--name', 'others']);
    expect(name).toMatchObject({
      code: 2,
      stderr: 'bayes: the model has no `predict others`; it has `doses`\n',
    });
    const wrong = await bayes(['ppc', run, '--statistic', 'mean(death)']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/^bayes: statistic `mean\(death\)`: unknown name `death`.*deaths/);
  });
});

describe('groups', () => {
  test('a county that the fit has not seen is drawn from the hierarchy', async () => {
    const folder = join(runs, 'radon');
    const fit = await bayesJson<SampleReport>([
      'sample',
      join(examples, 'radon', 'radon.bayes'),
      '--out',
      folder,
    ]);
    const file = join(runs, 'homes.csv');
    writeFileSync(file, 'county,floor\n26,0\n999,0\n');
    const { code, value } = await bayesJson<Result>(['predict', folder, '--data', file]);
    expect(code).toBe(0);
    const [seen, unseen] = [quantity(value, 'log_radon[1]'), quantity(value, 'log_radon[2]')];
    const square = (name: string) => {
      const row = fit.value.summary.find((r) => r.name === name);
      return { mean: (row?.mean ?? 0) ** 2 + (row?.sd ?? 0) ** 2, variance: (row?.sd ?? 0) ** 2 };
    };
    const noise = square('sigma').mean;
    // A known county varies by its own posterior, an unknown one by the spread between counties.
    expect(seen.sd).toBeCloseTo(Math.sqrt(noise + square('a[26]').variance), 1);
    expect(unseen.sd).toBeCloseTo(Math.sqrt(noise + square('sigma_a').mean + square('mu_a').variance), 1);
    expect(unseen.sd).toBeGreaterThan(1.02 * seen.sd);
    const text = await bayes(['predict', folder, '--data', file]);
    expect(text.stdout).toContain('New, so drawn from the hierarchy: county "999"');
  });
});

describe('a run whose data have changed', () => {
  test('is refused with the file and what to do; put back, it predicts again', async () => {
    const here = mkdtempSync(join(tmpdir(), 'bayes-changed-'));
    const original = readFileSync(join(examples, 'bioassay', 'bioassay.csv'), 'utf8');
    const [data, model, folder] = ['bioassay.csv', 'bioassay.bayes', 'run'].map((name) => join(here, name));
    writeFileSync(data, original);
    writeFileSync(model, readFileSync(join(examples, 'bioassay', 'bioassay.bayes')));
    expect((await bayes(['sample', model, '--out', folder])).code).toBe(0);
    writeFileSync(data, original.replace('5,3', '5,4'));
    for (const command of ['predict', 'ppc']) {
      const { code, stdout, stderr } = await bayes([command, folder], here);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(
        /error run-data .*bioassay\.csv has changed since the run: its draws belong to other data; sample again, or put the file back/,
      );
    }
    writeFileSync(data, original);
    expect((await bayes(['predict', folder], here)).code).toBe(0);
  });
});
