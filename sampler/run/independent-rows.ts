/** The summary of independent draws: nothing is to be estimated of how they depend on each other. */
import type { SummaryRow } from '../report/sample-report.ts';

/** @param draws in all chains */
export function independentRows(rows: readonly SummaryRow[], draws: number): readonly SummaryRow[] {
  return rows.map((row) => {
    // Of a label's indicator too, whose sd is not shown.
    const sd = row.label === undefined ? row.sd : Math.sqrt(row.mean * (1 - row.mean));
    return { ...row, ess_bulk: draws, ess_tail: draws, r_hat: 1, mcse_mean: sd / Math.sqrt(draws) };
  });
}
