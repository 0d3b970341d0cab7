/** `bayes compare-widths`: which widths ADVI makes too narrow, by how much, and why. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRunReader } from '../../../sampler/kept-run/run-reader.ts';
import type { WidthsReport } from '../../../sampler/protocol.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import { conditionalSd, correlatedGaussian, correlation, marginalSd } from '../approx/models.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();
const compare = (...args: string[]) => bayesJson<WidthsReport>(['compare-widths', ...args], here.folder());

describe('compare-widths', () => {
  test('finds the ratio of conditional to marginal sds on a correlated Gaussian, and the correlation', async () => {
    here.write('m.bayes', correlatedGaussian);
    const { code, value } = await compare(
      'm.bayes',
      '--seed',
      '6',
      '--draws',
      '4000',
      '--advi-draws',
      '4000',
    );
    expect(value.diagnostics).toMatchObject({ pass: true, reasons: [] });
    // NUTS passes, but the k-hat of mean-field ADVI may not.
    expect(code).toBe(value.verdict.pass ? 0 : 3);
    expect(value.rows.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    for (const row of value.rows) {
      const name = row.name === 'a' ? 'a' : 'b';
      const expected = conditionalSd[name] / marginalSd[name];
      expect(Math.abs(row.ratio / expected - 1)).toBeLessThan(0.08);
      expect(row.ratio).toBe(row.sd_advi / row.sd_mcmc);
      expect(Math.abs(row.sd_mcmc / marginalSd[name] - 1)).toBeLessThan(0.06);
      expect(Math.abs(row.mean_mcmc - row.mean_advi) / row.sd_mcmc).toBeLessThan(0.1);
      const [low, high] = row.interval_mcmc;
      expect((high - low) / (2 * 1.881 * row.sd_mcmc)).toBeCloseTo(1, 1);
      expect(row.correlation).toEqual({
        with: name === 'a' ? 'b' : 'a',
        value: expect.closeTo(correlation, 1),
      });
    }
    expect(value.sentences[0]).toMatch(
      /^Mean-field ADVI makes all 2 quantities too narrow: [ab] by 5[0-9] %/,
    );
    expect(value.sentences[1]).toMatch(/\(0\.(89|9|90|91)\)\.$/);
    expect(value.warnings.join()).toContain('widths run narrow');
  });

  test('full-rank ADVI has the widths', async () => {
    here.write('m.bayes', correlatedGaussian);
    const { code, value } = await compare(
      'm.bayes',
      '--seed',
      '6',
      '--draws',
      '4000',
      '--method',
      'fullrank',
    );
    expect(code).toBe(0);
    for (const { ratio } of value.rows) expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    expect(value.sentences).toEqual(['Full-rank ADVI makes no quantity more than 10 % too narrow.']);
    expect(value.warnings).toEqual([]);
  });

  test('rows come worst first, with the keys of the contract; the run keeps them for the page', async () => {
    const model = join(root, 'examples/advi-vs-mcmc/uncentred.bayes');
    const { value } = await compare(model, '--out', 'run');
    const ratios = value.rows.map(({ ratio }) => ratio);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
    expect(
      value.rows
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['b1', 'intercept']);
    // 1 − r² of a correlation of −0.98.
    expect(ratios[0]).toBeLessThan(0.25);
    expect(ratios[2]).toBeGreaterThan(0.9);
    for (const key of ['name', 'mean_mcmc', 'mean_advi', 'sd_mcmc', 'sd_advi', 'ratio'])
      expect(value.rows[0]).toHaveProperty(key);
    expect(value.k_hat).toBeGreaterThan(0.7);
    expect(value.diagnostics).toMatchObject({ pass: true, divergences: 0 });

    const reader = createRunReader();
    const opened = await reader.open(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.report?.diagnostics).toEqual(value.diagnostics);
    const answer = await reader.ask(here.path('run'), { kind: 'widths' });
    const { method, rows, sentences, warnings, k_hat, effective_draws, verdict } = value;
    const { converged, convergence_rule, elbo, elbo_iterations } = value;
    const told = {
      method,
      rows,
      sentences,
      warnings,
      k_hat,
      effective_draws,
      verdict,
      converged,
      convergence_rule,
      elbo,
      elbo_iterations,
    };
    expect(answer).toEqual({ kind: 'widths', ...told });
    const advi = openRun(here.path('run/advi'));
    if (advi.kind === 'problem') throw new Error(advi.message);
    expect(advi.run.info).toMatchObject({ method: 'meanfield', seed: value.seed });

    // The HTML report has the panel too.
    expect((await bayes(['report', 'run', '-o', 'report.html'], here.folder())).code).toBe(0);
    const embedded =
      /<script[^>]*id="bayes-run"[^>]*>(.*?)<\/script>/s.exec(here.read('report.html'))?.[1] ?? '';
    expect(embedded).toContain('"widths":{"kind":"widths"');
    expect(embedded).toContain('too narrow: b1 by');

    // A run that was not compared has no widths to show.
    await bayes(['sample', model, '--draws', '50', '--out', 'run'], here.folder());
    expect(await reader.ask(here.path('run'), { kind: 'widths' })).toMatchObject({ kind: 'unavailable' });
  });

  test('the text says both verdicts and the sentence before the table', async () => {
    const { stdout } = await bayes(['compare-widths', 'examples/advi-vs-mcmc/uncentred.bayes'], root);
    const order = [
      'NUTS. The diagnostics pass',
      'ADVI. PROVISIONAL',
      'widths run narrow',
      'too narrow: b1 by 8',
      'The cause can be seen',
      'goes with',
    ];
    // k-hat fails: the means are not to be relied on either.
    expect(stdout).not.toContain('read the means');
    expect(stdout).toContain('take means, sds and intervals from NUTS');
    const places = order.map((text) => stdout.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('NUTS draws enough by default, and what stopped it is said', async () => {
    here.write('m.bayes', correlatedGaussian);
    const { value } = await compare('m.bayes', '--seed', '6', '--iterations', '400');
    expect(value.enough?.stopped_by).toBe('effective-draws');
    expect(value.diagnostics.min_ess_per_chain).toBeGreaterThanOrEqual(400);
    const { stdout } = await bayes(
      ['compare-widths', 'm.bayes', '--seed', '6', '--iterations', '400', '--max-draws', '300'],
      here.folder(),
    );
    expect(stdout).toContain('\nNUTS: not enough draws: stopped at max_draws = 300, looked at after 300; ');
  });

  test('a model that cannot be started: exit 4, once', async () => {
    here.write('m.bayes', 'param a ~ Normal(0, 1)\nlet s = -1 - a * a\npotential p = log(s)\n');
    const { code, stderr, stdout } = await bayes(['compare-widths', 'm.bayes'], here.folder());
    expect(code).toBe(4);
    expect(stderr.match(/error bad-start/g)).toHaveLength(1);
    expect(stdout).toBe('');
  });

  test('ADVI that runs away leaves the run of NUTS', async () => {
    here.write('m.bayes', correlatedGaussian);
    const { code, value } = await compare(
      'm.bayes',
      '--learning-rate',
      '1e7',
      '--iterations',
      '300',
      '--out',
      'run',
    );
    expect(code).toBe(3);
    expect(value.verdict.reasons[0].code).toBe('diverged');
    expect(value.sentences).toEqual([
      'Mean-field ADVI diverged, so its widths say nothing; those of NUTS stand alone.',
    ]);
    expect(value.diagnostics.pass).toBe(true);
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.draws.chains).toBe(4);
  });
});
