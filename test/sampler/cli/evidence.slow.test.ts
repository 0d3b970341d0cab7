/** `bayes evidence` on runs that `bayes sample` kept, against the closed form of normal data. */
import { expect, test } from 'vitest';
import type { EvidenceReport } from '../../../sampler/report/evidence-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

const y = [1.2, 0.4, 2.2, 1.1, -0.3, 0.9];
const LOG_TWO_PI = Math.log(2 * Math.PI);

/** y ~ N(mu, 1) with mu ~ N(0, sd): normal with covariance I + sd² · 11'. */
function exact(sd: number): number {
  const n = y.length;
  const sum = y.reduce((a, b) => a + b, 0);
  const squares = y.reduce((a, b) => a + b ** 2, 0);
  const shrink = sd ** 2 / (1 + n * sd ** 2);
  return -0.5 * n * LOG_TWO_PI - 0.5 * Math.log(1 + n * sd ** 2) - 0.5 * (squares - shrink * sum ** 2);
}

function model(prior: string): string {
  return `model normal
dim row
data {
  y : real[row] = [${y.join(', ')}]
}
param mu ~ ${prior}
observe y ~ Normal(mu, 1)
sample { draws = 1500, tune = 500, chains = 4, seed = 7 }
`;
}

test('the evidence, Bayes factors, and what is refused', async () => {
  here.write('narrow.bayes', model('Normal(0, 2)'));
  here.write('wide.bayes', model('Normal(0, 200)'));
  here.write('flat.bayes', model('Flat()'));
  for (const name of ['narrow', 'wide', 'flat'])
    expect((await bayes(['sample', `${name}.bayes`, '--out', name], here.folder())).code).toBe(0);

  const alone = await bayes(['evidence', 'narrow'], here.folder());
  expect(alone.code).toBe(0);
  expect(alone.stdout).toContain('normal: evidence of narrow by bridge sampling, 6000 draws, 6 points');
  expect(alone.stdout).toContain('The run’s diagnostics pass.');
  expect(alone.stdout).toMatch(/^log evidence +relative error\n +-\d+\.\d+ +0\.\d+ %$/m);
  expect(alone.stdout).toContain('Warning: the evidence is the mean of the likelihood over the prior');

  const both = await bayes(['evidence', 'wide', 'narrow'], here.folder());
  expect(both.code).toBe(0);
  expect(both.stdout).toContain('Evidence of 2 models on 6 points by bridge sampling, best first');
  const factor = Math.exp(exact(2) - exact(200));
  expect(factor).toBeGreaterThan(50);
  expect(both.stdout).toMatch(/^narrow +-\d+\.\d+ +0\.\d+ % +1 +0\.98\d$/m);
  expect(both.stdout).toContain('a Bayes factor judges the priors as much as the models');

  const { value } = await bayesJson<EvidenceReport>(['evidence', 'wide', 'narrow'], here.folder());
  const [best, other] = value.rows;
  expect([best.run, other.run]).toEqual(['narrow', 'wide']);
  for (const [row, sd] of [
    [best, 2],
    [other, 200],
  ] as const) {
    expect(row).toMatchObject({ model: 'normal', provisional: false, draws: 6000, dimension: 1 });
    expect(row.relative_error).toBeLessThan(0.02);
    expect(Math.abs(row.log_evidence - exact(sd))).toBeLessThan(4 * (row.relative_error ?? 0));
  }

  expect(
    (await bayes(['sample', 'narrow.bayes', '--draws', '200', '--out', 'short'], here.folder())).code,
  ).toBe(3);
  const short = await bayes(['evidence', 'wide', 'short'], here.folder());
  expect(short.code).toBe(3);
  expect(short.stdout).toContain('PROVISIONAL: the diagnostics of short do not pass');

  const flat = await bayes(['evidence', 'narrow', 'flat'], here.folder());
  expect(flat.code).toBe(2);
  expect(flat.stderr).toContain('flat has no evidence: the prior of `mu` (line 6) holds Flat()');
  const twice = await bayes(['evidence', 'narrow', 'narrow'], here.folder());
  expect(twice.code).toBe(2);
  expect(twice.stderr).toContain('narrow is named twice: expected different runs');
});
