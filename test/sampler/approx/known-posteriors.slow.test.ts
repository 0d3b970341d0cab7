/** Approximations through the language and the command line, on posteriors that are known. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApproximationReport } from '../../../sampler/protocol.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayesJson, root } from '../../bayes-command.ts';
import { useWorkspace } from '../cli/workspace.ts';
import {
  conditionalSd,
  conjugateMean,
  conjugateNormal,
  conjugateSd,
  correlatedGaussian,
  correlation,
  marginalSd,
} from './models.ts';

const here = useWorkspace();
const DRAWS = '4000';

async function approximated(args: readonly string[], cwd = here.folder()): Promise<ApproximationReport> {
  const { value } = await bayesJson<ApproximationReport>(args, cwd);
  if (!('summary' in value)) throw new Error(JSON.stringify(value));
  return value;
}

const methods: Readonly<Record<string, readonly string[]>> = {
  'mean-field ADVI': ['advi'],
  'full-rank ADVI': ['advi', '--method', 'fullrank'],
  'single Pathfinder': ['pathfinder', '--paths', '1'],
  'multi-path Pathfinder': ['pathfinder'],
  Laplace: ['laplace'],
};

describe('on a conjugate normal', () => {
  test.each(Object.keys(methods))('%s has the exact mean and sd', async (name) => {
    here.write('m.bayes', conjugateNormal);
    const report = await approximated([...methods[name], 'm.bayes', '--draws', DRAWS, '--seed', '1']);
    const [mu] = report.summary;
    // Four thousand draws: five standard errors are 0.08 sd of the mean, 0.056 of the sd.
    expect(Math.abs(mu.mean - conjugateMean) / conjugateSd).toBeLessThan(0.08);
    expect(Math.abs(mu.sd / conjugateSd - 1)).toBeLessThan(0.056);
    expect(report.k_hat ?? Number.POSITIVE_INFINITY).toBeLessThan(0.5);
    expect(report.converged).toBe(true);
    expect(report.effective_draws / report.weighted_draws).toBeGreaterThan(0.9);
  });
});

describe('on a correlated Gaussian', () => {
  test('mean-field ADVI has the conditional sds, and k-hat shows it', async () => {
    here.write('m.bayes', correlatedGaussian);
    const report = await approximated(['advi', 'm.bayes', '--draws', DRAWS, '--seed', '2']);
    const [a, b] = report.summary;
    expect(Math.abs(a.sd / conditionalSd.a - 1)).toBeLessThan(0.06);
    expect(Math.abs(b.sd / conditionalSd.b - 1)).toBeLessThan(0.06);
    expect(Math.abs(a.mean - 1) / conditionalSd.a).toBeLessThan(0.1);
    expect(Math.abs(b.mean + 2) / conditionalSd.b).toBeLessThan(0.1);
    expect(report.k_hat ?? Number.POSITIVE_INFINITY).toBeGreaterThan(0.5);
    expect(report.effective_draws / report.weighted_draws).toBeLessThan(0.7);
    expect(report.verdict.warnings.join()).toContain('widths run narrow');
  });

  test.each(Object.keys(methods).filter((name) => name !== 'mean-field ADVI'))(
    '%s recovers the covariance',
    async (name) => {
      here.write('m.bayes', correlatedGaussian);
      const out = here.path('run');
      await approximated([...methods[name], 'm.bayes', '--draws', DRAWS, '--seed', '3', '--out', out]);
      const opened = openRun(out);
      if (opened.kind === 'problem') throw new Error(opened.message);
      const { values } = opened.run.draws;
      const n = values.length / 2;
      expect(n).toBe(4000);
      const mean = [0, 1].map((k) => values.reduce((sum, x, i) => sum + (i % 2 === k ? x : 0), 0) / n);
      const covariance = (i: number, j: number) => {
        let sum = 0;
        for (let s = 0; s < n; s++) sum += (values[2 * s + i] - mean[i]) * (values[2 * s + j] - mean[j]);
        return sum / n;
      };
      // Resampled draws of Pathfinder are worth a little less than their number.
      expect(Math.abs(covariance(0, 0) / marginalSd.a ** 2 - 1)).toBeLessThan(0.13);
      expect(Math.abs(covariance(1, 1) / marginalSd.b ** 2 - 1)).toBeLessThan(0.13);
      expect(covariance(0, 1) / Math.sqrt(covariance(0, 0) * covariance(1, 1))).toBeCloseTo(correlation, 1);
    },
  );
});

describe('on the examples', () => {
  test('mean-field ADVI is never relied on where it finds a fifth of a width, whatever its seed', async () => {
    const model = join(root, 'examples/advi-vs-mcmc/uncentred.bayes');
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const { verdict } = await approximated(['advi', model, '--seed', seed], root);
      expect(verdict.message, seed).toContain('Mean-field ADVI is not to be relied on');
      expect(verdict.pass, seed).toBe(false);
    }
  });

  const regressions = [
    'examples/linear-regression/linear_regression.bayes',
    'examples/advi-vs-mcmc/advi_vs_mcmc.bayes',
    'examples/advi-vs-mcmc/uncentred.bayes',
  ];

  test.each(regressions)('the k-hat of Pathfinder is below 0.7 on %s', async (model) => {
    for (const paths of ['1', '4']) {
      const report = await approximated(['pathfinder', model, '--paths', paths, '--seed', '4'], root);
      expect(report.k_hat ?? Number.POSITIVE_INFINITY).toBeLessThan(0.7);
      expect(report.verdict).toMatchObject({ pass: true, reasons: [] });
    }
  });

  test('each approximation of advi_normal has the means of NUTS', async () => {
    const model = join(root, 'examples/advi-normal/advi_normal.bayes');
    const { value: nuts } = await bayesJson<SampleReport>(['sample', model], root);
    expect(nuts.diagnostics.reasons).toEqual([]);
    for (const command of Object.values(methods)) {
      const report = await approximated([...command, model, '--seed', '5'], root);
      for (const [k, row] of report.summary.entries()) {
        expect(row.name).toBe(nuts.summary[k].name);
        expect(Math.abs(row.mean - nuts.summary[k].mean) / nuts.summary[k].sd).toBeLessThan(0.1);
      }
    }
  });
});
