/** Restores NaN from null, since JSON has neither NaN nor infinities. */

import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import { summaryColumns } from '../../sampler/report/summary-text.ts';

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
  const numbers = summaryColumns.map(({ key }) => [key, row[key] ?? Number.NaN]);
  const { name, element, label, position, unreliable } = row;
  return {
    name,
    ...(label === undefined ? {} : { element, label, position }),
    ...Object.fromEntries(numbers),
    ...(unreliable === undefined ? {} : { unreliable }),
  };
}
