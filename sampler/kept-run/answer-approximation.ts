/** Details of the approximation in a run's folder, for the results page. */
import { existsSync, readFileSync } from 'node:fs';
import type { ApproximationReport } from '../report/approximation-report.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { approximationFile } from '../store/run-folder.ts';

export function answerApproximation(
  folder: string,
): Extract<RunAnswer<never>, { kind: 'approximation' | 'unavailable' }> {
  const path = approximationFile(folder);
  if (!existsSync(path))
    return { kind: 'unavailable', message: 'The draws of this run are not of an approximation' };
  try {
    const { method, settings, verdict, timing, ...report } = JSON.parse(
      readFileSync(path, 'utf8'),
    ) as ApproximationReport;
    if (!Array.isArray(report.elbo) || !Array.isArray(verdict.reasons)) throw new Error('it holds no report');
    const { converged, convergence_rule, k_hat, effective_draws, weighted_draws, elbo, elbo_iterations } =
      report;
    return {
      kind: 'approximation',
      method,
      settings,
      verdict,
      timing,
      converged,
      convergence_rule,
      k_hat,
      effective_draws,
      weighted_draws,
      elbo,
      elbo_iterations,
    };
  } catch {
    return { kind: 'unavailable', message: `${path} is damaged` };
  }
}
