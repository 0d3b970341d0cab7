/** Kept runs made by hand. */
import type { KeptRun } from '../../../client/run-history/kept-run.ts';
import type { SampleReport, SummaryRow } from '../../../sampler/report/sample-report.ts';

/** Local time, as shown to users. */
export const at = (day: number, hour = 14, minute = 3) => new Date(2026, 10, day, hour, minute).toISOString();

export function keptRun(change: Partial<KeptRun['header']> & Partial<Omit<KeptRun, 'header'>> = {}): KeptRun {
  const {
    folder = '/runs/one',
    status = { kind: 'passes' },
    stopped = false,
    bytes = 1_300_000,
    written = 0,
    ...header
  } = change;
  return {
    folder,
    status,
    stopped,
    bytes,
    written,
    header: {
      folder,
      state: 'done',
      model: 'radon',
      modelText: 'model radon',
      modelPath: '/models/radon.bayes',
      data: [{ name: 'y', file: '/models/radon.csv', hash: 'a1' }],
      settings: {
        draws: 2000,
        tune: 1000,
        chains: 4,
        target_accept: 0.8,
        max_treedepth: 10,
        seed: 8,
        metric: 'diag_grad',
      },
      versions: { bayes: '0.1.0', node: 'v22' },
      started: at(21),
      finished: at(21, 14, 4),
      ...header,
    },
  };
}

export function summaryRow(name: string, mean: number, sd = 1, mcse = 0.01): SummaryRow {
  return {
    name,
    mean,
    sd,
    hdi_3: mean - 2 * sd,
    hdi_97: mean + 2 * sd,
    mcse_mean: mcse,
    mcse_sd: mcse,
    ess_bulk: 4000,
    ess_tail: 4000,
    r_hat: 1,
  };
}

export function report(summary: readonly SummaryRow[], reasons: readonly string[] = []): SampleReport {
  const { settings } = keptRun().header;
  return {
    model: 'radon',
    seed: settings.seed,
    settings,
    summary,
    diagnostics: {
      pass: reasons.length === 0,
      reasons: reasons.map((message) => ({ code: 'divergences', message, nextStep: 'do this', names: [] })),
      divergences: 0,
      max_treedepth_hits: 0,
      e_bfmi: [1, 1, 1, 1],
      min_ess_per_chain: 1000,
      max_r_hat: 1,
    },
    timing: {
      compile_ms: 1,
      warmup_ms: 1,
      sample_ms: 1,
      gradients_warmup: 1,
      gradients_sample: 80_000,
      us_per_gradient: 1,
    },
    draws: null,
  };
}
