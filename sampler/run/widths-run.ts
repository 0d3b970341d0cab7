/** NUTS, then ADVI on the same model, and the widths of both side by side. */
import { join } from 'node:path';
import { widthSentences } from '../diagnose/approximation/width-sentences.ts';
import { widthWarning } from '../diagnose/approximation/width-warning.ts';
import { widthRows } from '../diagnose/approximation/widths.ts';
import type { Collected } from '../draws/collector.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { WidthsParams, WidthsReport, WidthsResult } from '../report/widths-report.ts';
import { type Approximated, approximate, type ProgressListener } from './approximation-run.ts';
import { keepWidths } from './keep-widths.ts';
import { type RunListener, type RunMachine, runSample } from './sample-run.ts';

type WidthsRequest = Pick<WidthsParams, 'modelText' | 'modelPath' | 'settings' | 'advi' | 'out'>;

interface WidthsListener extends RunListener {
  approximation?: ProgressListener;
}

/** Never rejects: failures are results. */
export async function runWidths(
  request: WidthsRequest,
  machine: RunMachine,
  listener: WidthsListener,
  signal: AbortSignal,
): Promise<WidthsResult> {
  const { modelText, modelPath, out } = request;
  let collected: Collected | null = null;
  const sampled = await runSample(
    { modelText, modelPath, settings: request.settings, out },
    machine,
    {
      ...listener,
      collected(draws) {
        collected = draws;
      },
    },
    signal,
  );
  if (sampled.kind === 'invalid') return sampled;
  if (sampled.kind === 'failed') return sampled;
  const { report, warnings } = sampled;
  if (sampled.kind === 'interrupted') return { kind: 'interrupted', widths: null, report, warnings };
  const fitted = await approximate(
    {
      modelText,
      modelPath,
      asked: { command: 'advi', settings: { ...request.advi, seed: report.seed } },
      out: out === null ? null : join(out, 'advi'),
    },
    machine,
    (progress) => listener.approximation?.(progress),
    signal,
  );
  if (fitted.kind === 'invalid') return fitted;
  if (fitted.kind === 'failed') return { ...fitted, report };
  const widths = collected === null ? null : compare(collected, report, fitted);
  const problem = out === null || widths === null ? null : keepWidths(out, widths);
  const notKept = sampled.notKept ?? fitted.notKept ?? problem ?? undefined;
  const rest = { report, warnings, ...(notKept === undefined ? {} : { notKept }) };
  if (fitted.interrupted || widths === null) return { kind: 'interrupted', widths, ...rest };
  return { kind: 'done', widths, ...rest };
}

function compare(
  { draws }: Collected,
  report: SampleReport,
  fitted: Extract<Approximated, { kind: 'fitted' }>,
): WidthsReport {
  const { settings, verdict, k_hat, effective_draws, converged, convergence_rule, elbo, elbo_iterations } =
    fitted.report;
  const method = settings.method === 'fullrank' ? 'fullrank' : 'meanfield';
  const parameters = new Set(fitted.parameters);
  const rows = widthRows(draws, fitted.draws, (name) => parameters.has(name.split('[')[0]));
  const warning = widthWarning(rows, method, verdict.pass);
  return {
    model: report.model,
    seed: report.seed,
    method,
    rows,
    sentences: widthSentences(
      rows,
      method,
      verdict.reasons.some(({ code }) => code === 'diverged'),
    ),
    warnings: [
      ...(report.diagnostics.pass
        ? []
        : [
            `The diagnostics of NUTS fail, so its widths are provisional too: ${report.diagnostics.reasons[0]?.message}`,
          ]),
      ...(verdict.pass ? [] : [verdict.message]),
      ...(warning === null ? [] : [warning]),
    ],
    k_hat,
    effective_draws,
    verdict,
    converged,
    convergence_rule,
    elbo,
    elbo_iterations,
    diagnostics: report.diagnostics,
    ...(report.enough === undefined ? {} : { enough: report.enough }),
    draws: report.draws,
  };
}
