/** Runs compared by leave-one-out cross-validation, as a report. */
import type { CompareReport } from '../../report/loo-report.ts';
import { compareRuns, type RunToCompare } from './compare-runs.ts';
import { finiteOrNull } from './loo-report.ts';

type CompareReportResult =
  | { readonly kind: 'ok'; readonly report: CompareReport }
  /** Not of the same data; the difference in words. */
  | { readonly kind: 'problem'; readonly message: string };

export function compareReport(
  candidates: readonly (RunToCompare & { readonly model: string })[],
): CompareReportResult {
  const compared = compareRuns(candidates);
  if (compared.kind === 'problem') return compared;
  const rows = compared.rows.map(({ model, elpd, se, elpdDiff, seDiff, weight, pWorse }) => {
    const { run, result, model: name } = candidates[model];
    return {
      run,
      model: name,
      provisional: result.provisional,
      elpd_loo: elpd,
      se: finiteOrNull(se),
      elpd_diff: elpdDiff,
      se_diff: finiteOrNull(seDiff),
      weight,
      p_worse: pWorse === null ? null : finiteOrNull(pWorse),
    };
  });
  return { kind: 'ok', report: { rows, warnings: compared.warnings } };
}
