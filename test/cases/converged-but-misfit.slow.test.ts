/** Overdispersed counts under a Poisson model: the chains agree, and the model does not describe the data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../bayes-command.ts';
import { useWorkspace } from '../sampler/cli/workspace.ts';

const folder = join(root, 'test/cases/converged-but-misfit');
const poisson = readFileSync(join(folder, 'model.bayes'), 'utf8');
const here = useWorkspace();

beforeEach(() => {
  here.write('d.csv', readFileSync(join(folder, 'd.csv'), 'utf8'));
  here.write('poisson.bayes', poisson);
  here.write(
    'negative-binomial.bayes',
    poisson
      .replace('Poisson(exp(a + b * x))', 'NegativeBinomial(exp(a + b * x), k)')
      .replace('observe', 'param k ~ Gamma(2, 0.5)\nobserve'),
  );
});

describe('a model that converges and does not fit', () => {
  test('is told after the table, with line, statistics and what to try; the exit code is sampling’s', async () => {
    const { code, stdout } = await bayes(['sample', 'poisson.bayes'], here.folder());
    expect(code).toBe(0);
    expect(stdout.indexOf('The diagnostics pass')).toBeGreaterThan(0);
    const misfit = stdout.indexOf('MISFIT: The model does not reproduce its data');
    expect(misfit).toBeGreaterThan(stdout.indexOf('ess_bulk'));
    const words = stdout.slice(misfit);
    expect(words).toContain(
      'poisson.bayes:5: The model does not reproduce sd, max and zeros of n (sd is 5.06',
    );
    expect(words).toContain('next: Try NegativeBinomial in place of Poisson');
  });

  test('in JSON, with both parts of the verdict by name', async () => {
    const { code, value } = await bayesJson<SampleReport & { diagnostics: { sampling: object } }>(
      ['sample', 'poisson.bayes', '--out', 'run'],
      here.folder(),
    );
    expect(code).toBe(0);
    const { pass, reasons, sampling, fit } = value.diagnostics;
    expect(sampling).toEqual({ pass, reasons });
    expect(fit?.pass).toBe(false);
    expect(fit?.statistics.filter(({ fails }) => fails).map(({ statistic }) => statistic)).toEqual([
      'sd',
      'max',
      'zeros',
    ]);
    expect(fit?.pit).toMatchObject([{ datum: 'n', test: 'uniformity', values: 150, fails: true }]);
    const kept = JSON.parse(readFileSync(here.path('run/report.json'), 'utf8')) as SampleReport;
    expect(kept.diagnostics.fit).toEqual(fit);
  });

  test('also by draws that are provisional, and says so', async () => {
    const { code, stdout } = await bayes(
      ['sample', 'poisson.bayes', '--method', 'metropolis', '--draws', '500'],
      here.folder(),
    );
    expect(code).toBe(3);
    expect(stdout).toContain('MISFIT: By these draws, provisional as they are,');
  });

  test('with the change that was named nothing of the kind is said', async () => {
    const { stdout } = await bayes(['sample', 'negative-binomial.bayes'], here.folder());
    expect(stdout).not.toContain('MISFIT');
    expect(stdout).toContain('The model reproduces all 5 statistics of n');
  });
});
