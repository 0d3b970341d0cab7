import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../bayes-command.ts';
import { disagreements } from '../posteriors/compare.ts';
import { gaussianPosterior, type Moments } from './gaussian-posterior.ts';

const folder = join(root, 'examples');
const models = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.bayes'),
);

async function sample(name: string): Promise<SampleReport> {
  const { code, value } = await bayesJson<SampleReport>(['sample', join(folder, name)]);
  expect(value.diagnostics.reasons).toEqual([]);
  expect(code).toBe(0);
  return value;
}

function rows(name: string): readonly Record<string, string>[] {
  return parse(readFileSync(join(folder, name)), { columns: true });
}

/** An exact value has no Monte Carlo error of its own. */
const exact = ({ mean, sd }: Moments) => ({ mean, sd, mcse_mean: 0, mcse_sd: 0 });

test('every example is checked without a problem and formatted', async () => {
  expect(models).toHaveLength(16);
  const checks = models.map(async (name) =>
    expect(await bayes(['check', join(folder, name)]), name).toMatchObject({ code: 0, stderr: '' }),
  );
  await Promise.all(checks);
  const formatted = await bayes(['fmt', '--check', ...models.map((name) => join(folder, name))]);
  expect(formatted).toMatchObject({ code: 0, stdout: '' });
});

test('linear regression agrees with integration on a grid', async () => {
  const data = rows('linear-regression/linear_regression.csv');
  const expected = gaussianPosterior({
    X: data.map(({ x1, x2 }) => [1, Number(x1), Number(x2)]),
    y: data.map(({ y }) => Number(y)),
    group: null,
    priorSd: [2, 1.5, 1.5],
    sigma: [0.4, 1.1],
    sigmaA: [0, 0],
  });
  const { summary } = await sample('linear-regression/linear_regression.bayes');
  const [intercept, b1, b2] = expected.theta.map(exact);
  expect(disagreements(summary, { intercept, b1, b2, sigma: exact(expected.sigma) })).toEqual([]);
});

test('hierarchical agrees with integration on a grid', async () => {
  const data = rows('hierarchical/hierarchical.csv');
  const labels = [...new Set(data.map(({ group }) => group))].sort();
  const expected = gaussianPosterior({
    X: data.map(({ x }) => [1, Number(x)]),
    y: data.map(({ y }) => Number(y)),
    group: data.map(({ group }) => labels.indexOf(group)),
    priorSd: [1.5, 1],
    sigma: [0.4, 0.9],
    sigmaA: [0.2, 4],
  });
  const { summary } = await sample('hierarchical/hierarchical.bayes');
  const [mu_a, beta] = expected.theta.map(exact);
  const reference = { mu_a, beta, sigma: exact(expected.sigma), sigma_a: exact(expected.sigmaA) };
  expect(disagreements(summary, reference)).toEqual([]);
  expect(summary.map(({ name }) => name).filter((name) => name.startsWith('a['))).toEqual(
    labels.map((g) => `a[${g}]`),
  );
});

test('radon agrees with integration on a grid', async () => {
  const data = rows('radon/radon_mn.csv');
  const expected = gaussianPosterior({
    X: data.map(({ floor }) => [1, Number(floor)]),
    y: data.map(({ log_radon }) => Number(log_radon)),
    group: data.map(({ county }) => Number(county) - 1),
    priorSd: [10, 10],
    sigma: [0.6, 0.9],
    sigmaA: [0.05, 0.7],
  });
  const { summary } = await sample('radon/radon.bayes');
  const [mu_a, b_floor] = expected.theta.map(exact);
  const reference = { mu_a, b_floor, sigma: exact(expected.sigma), sigma_a: exact(expected.sigmaA) };
  expect(disagreements(summary, reference)).toEqual([]);
  expect(summary.filter(({ name }) => name.startsWith('a['))).toHaveLength(85);
});

test('lynx-hare agrees with the reference draws of posteriordb', async () => {
  const path = join(root, 'test', 'posteriors', 'hudson_lynx_hare-lotka_volterra', 'reference.json');
  const reference = JSON.parse(readFileSync(path, 'utf8'));
  const names = { birth: 'theta[1]', eaten: 'theta[2]', death: 'theta[3]', fed: 'theta[4]' };
  const { summary } = await sample('lynx-hare/lynx_hare.bayes');
  const expected = Object.fromEntries(Object.entries(names).map(([own, its]) => [own, reference[its]]));
  expect(disagreements(summary, expected)).toEqual([]);
});

test('bioassay agrees with integration on a grid', async () => {
  const data = rows('bioassay/bioassay.csv').map((row) => ({
    x: Number(row.log_dose),
    n: Number(row.n),
    d: Number(row.deaths),
  }));
  const points: { weight: number; alpha: number; beta: number }[] = [];
  const step = 0.04;
  for (let alpha = -8; alpha <= 14; alpha += step) {
    for (let beta = -10; beta <= 60; beta += 2 * step) {
      let log = -0.5 * (alpha / 5) ** 2 - 0.5 * ((beta - 10) / 10) ** 2;
      for (const { x, n, d } of data) {
        const eta = alpha + beta * x;
        log += d * eta - n * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))));
      }
      points.push({ weight: Math.exp(log), alpha, beta });
    }
  }
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const moments = (f: (p: { alpha: number; beta: number }) => number): Moments => {
    const mean = points.reduce((sum, p) => sum + p.weight * f(p), 0) / total;
    const variance = points.reduce((sum, p) => sum + p.weight * (f(p) - mean) ** 2, 0) / total;
    return { mean, sd: Math.sqrt(variance) };
  };
  const { summary } = await sample('bioassay/bioassay.bayes');
  const reference = { alpha: exact(moments((p) => p.alpha)), beta: exact(moments((p) => p.beta)) };
  expect(disagreements(summary, reference)).toEqual([]);
  // -alpha / beta has no finite moments near beta = 0, so only its sign and size are compared.
  const ld50 = summary.find(({ name }) => name === 'ld50');
  expect(ld50?.hdi_3).toBeGreaterThan(-0.5);
  expect(ld50?.hdi_97).toBeLessThan(0.3);
});

const reference = JSON.parse(
  readFileSync(
    join(root, 'test', 'posteriors', 'eight_schools-eight_schools_noncentered', 'reference.json'),
    'utf8',
  ),
);

test('eight schools agrees with the reference draws', async () => {
  const { summary } = await sample('eight-schools/eight_schools.bayes');
  expect(disagreements(summary, reference)).toEqual([]);
});

test('eight schools, centred, is provisional: divergences, with the way out', async () => {
  const args = ['sample', join(folder, 'eight-schools', 'eight_schools_centered.bayes')];
  const { code, value } = await bayesJson<SampleReport>(args);
  expect(code).toBe(3);
  expect(value.diagnostics.pass).toBe(false);
  const reason = value.diagnostics.reasons.find((r) => r.code === 'divergences');
  expect(reason?.nextStep).toContain('theta in the non-centred form');
  const model = readFileSync(args[1], 'utf8').split('\n');
  expect(model[reason?.line ?? -1]).toContain('param theta[school]');
});
