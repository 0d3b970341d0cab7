import { describe, expect, it } from 'vitest';
import { approximationResultText, widthsText } from '../../client/approximation-text.ts';
import type { ApproximationReport, WidthsReport } from '../../sampler/protocol.ts';

const model = { modelPath: '/m.bayes', modelText: 'model m\nparam a ~ Normal(0, sigme)\n' };
const report: ApproximationReport = {
  model: 'm',
  method: 'meanfield',
  seed: 7,
  settings: {
    method: 'meanfield',
    draws: 2000,
    iterations: 20_000,
    samples: 4,
    tolerance: 0.01,
    learning_rate: null,
    seed: 7,
  },
  verdict: {
    pass: false,
    message: 'Mean-field ADVI is not to be relied on: Pareto k-hat 0.95',
    reasons: [
      { code: 'k-hat', message: 'Pareto k-hat should be at most 0.70', nextStep: 'Sample with NUTS' },
    ],
    warnings: ['its widths run narrow'],
  },
  drawn: 2000,
  summary: [
    { name: 'a', mean: 1.23456, sd: 0.5, hdi_3: 0.3, hdi_97: 2.2 },
    { name: 'broken', mean: Number.NaN, sd: Number.NaN, hdi_3: Number.NaN, hdi_97: Number.NaN },
  ],
  elbo: [-300, null, -200.44],
  elbo_iterations: [0, 100, 200],
  converged: false,
  convergence_rule: 'it stands still',
  k_hat: 0.95,
  effective_draws: 42,
  weighted_draws: 2000,
  timing: { compile_ms: 10, fit_ms: 1500, gradients: 5000, us_per_gradient: 3 },
  draws: '/runs/1',
};

describe('the text of an approximation', () => {
  it('says the verdict, the reasons and the warning before any number of the posterior', () => {
    const text = approximationResultText({ kind: 'done', report }, model);
    expect(text.split('\n')).toEqual([
      'm: 2000 draws by mean-field ADVI, seed 7, in 1.5 s.',
      'Kept in /runs/1',
      '',
      'PROVISIONAL: Mean-field ADVI is not to be relied on: Pareto k-hat 0.95.',
      '  • Pareto k-hat should be at most 0.70',
      '    → Sample with NUTS',
      'Warning: its widths run narrow.',
      'ELBO from −300.00 to −200.44 in 200 iterations, not converged.',
      '  It has converged when it stands still.',
      '',
      '        mean    sd  hdi 3%  hdi 97%',
      'a       1.23  0.50    0.30     2.20',
      'broken   nan   nan     nan      nan',
    ]);
  });

  it('says that it was stopped, or why there is none', () => {
    expect(approximationResultText({ kind: 'interrupted', report }, model)).toMatch(
      /^Stopped before the end/,
    );
    const diagnostics = [
      { code: 'unknown-name', severity: 'error', message: 'no `sigme`', span: { start: 28, end: 33 } },
      { code: 'unused', severity: 'warning', message: 'unused', span: { start: 0, end: 1 } },
    ] as const;
    expect(approximationResultText({ kind: 'invalid', diagnostics }, model)).toBe(
      'The model cannot be approximated:\n  /m.bayes:2:21: unknown-name: no `sigme`',
    );
    const failure = { kind: 'no-approximation', message: 'no mode; sample with NUTS' } as const;
    expect(approximationResultText({ kind: 'failed', failure }, model)).toBe(
      'There is no approximation: no mode; sample with NUTS',
    );
  });
});

describe('the text of a comparison of widths', () => {
  it('has the sentences before the rows', () => {
    const widths: WidthsReport = {
      model: 'm',
      seed: 7,
      method: 'meanfield',
      rows: [
        {
          name: 'a',
          mean_mcmc: 1,
          mean_advi: 1,
          sd_mcmc: 0.5,
          sd_advi: 0.1,
          ratio: 0.2,
          interval_mcmc: [0.1, 1.9],
          interval_advi: [0.8, 1.2],
          correlation: { with: 'b', value: -0.98 },
        },
      ],
      sentences: ['Mean-field ADVI makes the one quantity too narrow.'],
      warnings: ['widths run narrow'],
      k_hat: 0.95,
      effective_draws: 42,
      verdict: report.verdict,
      converged: true,
      convergence_rule: 'it stands still',
      elbo: report.elbo,
      elbo_iterations: report.elbo_iterations,
      diagnostics: {
        pass: true,
        reasons: [],
        divergences: 0,
        max_treedepth_hits: 0,
        e_bfmi: [1],
        min_ess_per_chain: 500,
        max_r_hat: 1,
      },
      draws: null,
    };
    const lines = widthsText(widths).split('\n');
    expect(lines[0]).toBe('m: NUTS against mean-field ADVI, seed 7.');
    expect(lines.slice(-4)).toEqual([
      'Mean-field ADVI makes the one quantity too narrow.',
      '',
      '   ratio  sd NUTS  sd ADVI     94% NUTS       94% ADVI  goes with',
      'a   0.20    0.500    0.100  0.10 … 1.90  0.800 … 1.200    b −0.98',
    ]);
    expect(lines).toContain('Warning: widths run narrow.');
  });
});
