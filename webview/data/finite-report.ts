/** JSON has no NaN and no infinity: they arrive as null. Here they are numbers again. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';

type Received<T> = { readonly [K in keyof T]: T[K] extends number ? number | null : T[K] };

export function finiteReport(report: SampleReport): SampleReport {
  const { diagnostics } = report;
  return {
    ...report,
    summary: report.summary.map(finiteRow),
    diagnostics: {
      ...diagnostics,
      e_bfmi: diagnostics.e_bfmi.map((value: number | null) => value ?? Number.NaN),
      min_ess_per_chain: diagnostics.min_ess_per_chain ?? Number.NaN,
      max_r_hat: diagnostics.max_r_hat ?? Number.NaN,
    },
  };
}

function finiteRow(row: Received<SummaryRow>): SummaryRow {
  return {
    name: row.name,
    mean: row.mean ?? Number.NaN,
    sd: row.sd ?? Number.NaN,
    hdi_3: row.hdi_3 ?? Number.NaN,
    hdi_97: row.hdi_97 ?? Number.NaN,
    mcse_mean: row.mcse_mean ?? Number.NaN,
    mcse_sd: row.mcse_sd ?? Number.NaN,
    ess_bulk: row.ess_bulk ?? Number.NaN,
    ess_tail: row.ess_tail ?? Number.NaN,
    r_hat: row.r_hat ?? Number.NaN,
  };
}
