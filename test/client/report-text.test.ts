import { describe, expect, it } from 'vitest';
import { progressText, summarizeProgress } from '../../client/progress-text.ts';
import { resultText, summaryTable } from '../../client/report-text.ts';
import type { ChainProgress } from '../../sampler/protocol.ts';
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';

const row: SummaryRow = {
  name: 'a[Anoka]',
  mean: 0.83124,
  sd: 0.1234,
  hdi_3: 0.6012,
  hdi_97: 1.0671,
  mcse_mean: 0.0021,
  mcse_sd: 0.0015,
  ess_bulk: 3456.7,
  ess_tail: 2890.2,
  r_hat: 1.0004,
};
const report: SampleReport = {
  model: 'radon',
  seed: 9,
  settings: {
    draws: 1000,
    tune: 500,
    chains: 4,
    target_accept: 0.8,
    max_treedepth: 10,
    seed: 9,
    metric: 'diag_grad',
  },
  summary: [row],
  diagnostics: {
    pass: true,
    reasons: [],
    divergences: 0,
    max_treedepth_hits: 0,
    e_bfmi: [1, 1, 1, 1],
    min_ess_per_chain: 722.5,
    max_r_hat: 1.0004,
  },
  timing: {
    compile_ms: 12,
    warmup_ms: 900,
    sample_ms: 1700,
    gradients_warmup: 1,
    gradients_sample: 1,
    us_per_gradient: 3,
  },
  draws: null,
};

const model = { modelPath: '/m.bayes', modelText: 'model m\nparam a ~ Normal(0, b)\n' };

describe('the text of a result', () => {
  it('gives the verdict before any number', () => {
    const text = resultText({ kind: 'done', report }, model);
    expect(text.indexOf('Every diagnostic passes: the numbers below can be used.')).toBeGreaterThan(0);
    expect(text.indexOf('Every diagnostic passes')).toBeLessThan(text.indexOf('a[Anoka]'));
    expect(text.endsWith('\n\nEvery diagnostic passes.')).toBe(true);
    expect(text).toContain('effective draws at least 722 per chain');
  });

  it('says how often a draw is kept, where not all are', () => {
    const settings = { ...report.settings, thin: 5 };
    expect(resultText({ kind: 'done', report: { ...report, settings } }, model)).toContain(
      '4 chains of 1000 draws (one in 5 steps) after 500 of tuning',
    );
    expect(resultText({ kind: 'done', report }, model)).toContain('4 chains of 1000 draws after 500');
  });

  it('says on what nothing is judged, where it was not kept', () => {
    const diagnostics = { ...report.diagnostics, not_stored: ['z', 'theta'] };
    const text = resultText({ kind: 'done', report: { ...report, diagnostics } }, model);
    expect(text).toContain(
      'no divergences.\n  Not judged: whether the chains agree on z and theta, since they were not kept (store).\n',
    );
    expect(resultText({ kind: 'done', report }, model)).not.toContain('Not judged');
  });

  it('has no tuning where all unknowns are discrete, and says how they were drawn', () => {
    const text = resultText({ kind: 'done', report: { ...report, all_discrete: true } }, model);
    expect(text).toContain('4 chains of 1000 draws, seed');
    expect(text).toContain('\nAll unknowns are discrete: they are summed out,');
    expect(text).not.toMatch(/of tuning|target_accept|tuned in/);
  });

  it('says what stopped a run of draws = enough', () => {
    const enough = {
      stopped_by: 'looks',
      looks: [1000, 1300, 1500, 2000],
      needed: 2600,
      max_draws: 20_000,
    } as const;
    const text = resultText({ kind: 'done', report: { ...report, enough } }, model);
    expect(text).toContain(
      '\nNot enough draws: stopped after 3 extensions, looked at after 1000, 1300, 1500 and 2000; about 2600 per chain are needed.\n',
    );
    expect(resultText({ kind: 'done', report }, model)).not.toContain('nough draws');
  });

  it('says provisional first, with the line and the next step', () => {
    const diagnostics = {
      ...report.diagnostics,
      pass: false,
      divergences: 12,
      reasons: [
        {
          code: 'divergences' as const,
          message: '12 divergences near small `tau`',
          nextStep: 'raise target_accept',
          names: ['tau'],
          line: 4,
        },
      ],
    };
    const text = resultText({ kind: 'done', report: { ...report, diagnostics } }, model);
    const [first, second, third] = text.slice(text.indexOf('PROVISIONAL')).split('\n');
    expect(text.indexOf('PROVISIONAL')).toBeLessThan(text.indexOf('a[Anoka]'));
    expect(text.endsWith('PROVISIONAL: one diagnostic fails, see above.')).toBe(true);
    expect(first).toMatch(/^PROVISIONAL/);
    expect(second).toContain('12 divergences near small tau (line 5)');
    expect(third).toContain('→ raise target_accept');
  });

  it('rounds to the precision that the Monte Carlo error supports and aligns columns', () => {
    const lines = summaryTable([row, { ...row, name: 'b', mean: -12.5 }]).split('\n');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[1]).toMatch(
      /^a\[Anoka\] {2,}0\.831 +0\.123 +0\.601 +1\.067 +0\.0021 +0\.0015 +3456 +2890 +1\.00$/,
    );
  });

  it('cuts a long table and says how much', () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({ ...row, name: `x[${i}]` }));
    expect(summaryTable(rows, 10).split('\n').at(-1)).toBe('… and 490 more');
  });

  it('shows where the mistakes of an invalid model are', () => {
    const mistake = {
      code: 'unknown-name',
      severity: 'error' as const,
      message: 'unknown name `b`',
      span: { start: 28, end: 29 },
    };
    expect(resultText({ kind: 'invalid', diagnostics: [mistake] }, model)).toBe(
      'The model cannot be sampled:\n  /m.bayes:2:21: unknown-name: unknown name `b`',
    );
  });

  it('gives no sign to what rounds to zero', () => {
    expect(summaryTable([{ ...row, mean: -0.0001, mcse_mean: 0.01 }])).toMatch(/^a\[Anoka\] +0\.00 /m);
  });

  it('shows a bad start with its place, and a crash with the end of its errors', () => {
    const place = { line: 4, column: 2 };
    const start = {
      kind: 'bad-start' as const,
      term: 'observe y ~ Poisson(mu)',
      ...place,
      value: '-Infinity',
      message: 'y is -1',
    };
    expect(resultText({ kind: 'failed', failure: start }, model)).toContain('/m.bayes:5:3');
    const crash = { kind: 'crash' as const, message: 'it ended with code 1', stderrTail: 'boom\n' };
    expect(resultText({ kind: 'failed', failure: crash }, model)).toBe(
      'The sampler stopped unexpectedly: it ended with code 1\nboom',
    );
  });
});

describe('the text of progress', () => {
  const chain: ChainProgress = {
    chain: 0,
    phase: 'sampling',
    done: 750,
    total: 1500,
    divergences: 0,
    stepSize: 0.3,
    gradientsPerDraw: 7,
    etaSeconds: 10,
  };

  it('has percent, divergences and the time of the slowest chain', () => {
    const chains = [chain, { ...chain, done: 450, etaSeconds: 40, divergences: 2 }];
    expect(progressText('radon', summarizeProgress({ chains }))).toBe(
      'radon 40% · 2 divergences · 40 s left',
    );
  });

  it('shows no time while one is unknown', () => {
    expect(summarizeProgress({ chains: [chain, { ...chain, etaSeconds: null }] }).etaSeconds).toBeNull();
    expect(progressText('radon', summarizeProgress({ chains: [] }))).toBe('radon 0%');
    const ended = [{ ...chain, phase: 'stopped', etaSeconds: null } as const];
    expect(progressText('radon', summarizeProgress({ chains: ended }))).toMatch(/^radon summarising/);
  });
});
