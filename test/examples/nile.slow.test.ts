/** The Nile's level, by the filter and with the levels as parameters, against integration over the two scales. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import { cholesky, solveLower } from '../../sampler/distributions/matrix.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayesJson, root } from '../bayes-command.ts';
import { disagreements } from '../posteriors/compare.ts';
import type { Moments } from './gaussian-posterior.ts';

const example = join(root, 'examples', 'nile');
const here = mkdtempSync(join(tmpdir(), 'bayes-nile-'));
afterAll(() => rmSync(here, { recursive: true }));

const rows: readonly { year: string; flow: string }[] = parse(readFileSync(join(example, 'nile.csv')), {
  columns: true,
});
const flows = rows.filter(({ flow }) => flow !== 'NA').map(({ flow }) => Number(flow));
const years = ['1890', '1905', '1975'];

/** Each grid point by the joint normal of all flows: no filter. */
function integrated(): Readonly<Record<string, Moments>> {
  const n = flows.length;
  const places = years.map((year) => rows.findIndex((row) => row.year === year));
  const covariance = (i: number, j: number, q: number) => 500 ** 2 + q * Math.min(i, j);
  const residual = Float64Array.from(flows, (flow) => flow - 1000);
  const points: { log: number; values: readonly { mean: number; variance: number }[] }[] = [];
  for (let level = 1.5; level <= 160; level += 3)
    for (let noise = 70; noise <= 190; noise += 3) {
      const q = level ** 2;
      const joint = Float64Array.from({ length: n * n }, (_, p) => {
        const [i, j] = [Math.floor(p / n), p % n];
        return covariance(i, j, q) + (i === j ? noise ** 2 : 0);
      });
      const factor = cholesky(joint, n);
      const z = solveLower(factor, residual, n, 1);
      let log = -0.5 * ((level / 100) ** 2 + (noise / 200) ** 2);
      for (let i = 0; i < n; i++) log -= 0.5 * z[i] ** 2 + Math.log(factor[i * n + i]);
      const levels = places.map((place) => {
        const across = Float64Array.from({ length: n }, (_, i) => covariance(i, place, q));
        const w = solveLower(factor, across, n, 1);
        const along = (x: Float64Array) => w.reduce((sum, v, i) => sum + v * x[i], 0);
        return { mean: 1000 + along(z), variance: covariance(place, place, q) - along(w) };
      });
      points.push({ log, values: [level, noise].map((mean) => ({ mean, variance: 0 })).concat(levels) });
    }
  const most = Math.max(...points.map(({ log }) => log));
  const weights = points.map(({ log }) => Math.exp(log - most));
  const total = weights.reduce((a, b) => a + b);
  const names = ['sigma_level', 'sigma_flow', ...years.map((year) => `level[${year}]`)];
  return Object.fromEntries(
    names.map((name, k) => {
      const over = (f: (one: { mean: number; variance: number }) => number) =>
        points.reduce((sum, { values }, i) => sum + weights[i] * f(values[k]), 0) / total;
      const mean = over((one) => one.mean);
      const variance = over((one) => one.variance + (one.mean - mean) ** 2);
      return [name, { mean, sd: Math.sqrt(variance) }];
    }),
  );
}

const expected = Object.fromEntries(
  Object.entries(integrated()).map(([name, moments]) => [name, { ...moments, mcse_mean: 0, mcse_sd: 0 }]),
);

async function sampled(file: string): Promise<SampleReport> {
  return (await bayesJson<SampleReport>(['sample', file])).value;
}

test('by the filter', async () => {
  const { summary, diagnostics } = await sampled(join(example, 'nile.bayes'));
  expect(diagnostics.reasons).toEqual([]);
  expect(disagreements(summary, expected)).toEqual([]);
  expect(summary.map(({ name }) => name)).toContain('flow_missing[1975]');
});

test('with the levels as parameters', async () => {
  const text = readFileSync(join(example, 'nile.bayes'), 'utf8')
    .replace(/observe flow [\s\S]*?\n\)/, 'observe flow ~ Normal(level, sigma_flow)')
    .replace(
      /(# The level is)/,
      'param level[year] ~ GaussianRandomWalk(sigma_level, init = Normal(1000, 500))\n$1',
    )
    .replace(/draw level.*\n/, '')
    .replace(/sample \{.*\}/, 'sample { draws = 4000, chains = 4, target_accept = 0.95, seed = 8 }');
  writeFileSync(join(here, 'nile.bayes'), text);
  writeFileSync(join(here, 'nile.csv'), readFileSync(join(example, 'nile.csv')));
  const { summary, diagnostics } = await sampled(join(here, 'nile.bayes'));
  // As the page says: the filter is what makes it easy.
  expect(diagnostics.reasons.map(({ code }) => code)).toContain('e-bfmi');
  expect(disagreements(summary, expected)).toEqual([]);
});
