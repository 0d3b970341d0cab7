/** Writes a comparison of widths to the folder of its NUTS run, and reads it for the results page. */
import { existsSync, readFileSync } from 'node:fs';
import type { RunAnswer } from '../report/run-questions.ts';
import type { WidthsReport } from '../report/widths-report.ts';
import { writeJson } from '../store/json-file.ts';
import { widthsFile } from '../store/run-folder.ts';

/** The problem with the folder, in words, or null. */
export function keepWidths(folder: string, widths: WidthsReport): string | null {
  try {
    writeJson(widthsFile(folder), widths);
    return null;
  } catch (error) {
    return `cannot write ${widthsFile(folder)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export function answerWidths(folder: string): Extract<RunAnswer<never>, { kind: 'widths' | 'unavailable' }> {
  const path = widthsFile(folder);
  if (!existsSync(path)) {
    const message = 'This run was not compared with ADVI: *Compare widths* does it';
    return { kind: 'unavailable', message };
  }
  try {
    const widths = JSON.parse(readFileSync(path, 'utf8')) as WidthsReport;
    const { method, rows, sentences, warnings, k_hat, effective_draws, verdict } = widths;
    const { converged, convergence_rule, elbo, elbo_iterations } = widths;
    if (!Array.isArray(rows) || !Array.isArray(sentences)) throw new Error('it holds no rows');
    const fit = { k_hat, effective_draws, verdict, converged, convergence_rule, elbo, elbo_iterations };
    return { kind: 'widths', method, rows, sentences, warnings, ...fit };
  } catch {
    return { kind: 'unavailable', message: `${path} is damaged` };
  }
}
