/** The host's requests for HTML files, `run/report`, `runs/report` and `calibration/report`, on a connection. Never rejects. */
import { writeFile } from 'node:fs/promises';
import { type MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import type { SaveCalibrationParams, SaveComparisonParams } from '../../protocol.ts';
import type { SaveReportParams, SaveReportResult } from '../../report/run-questions.ts';

/** The bundled page, built beside this program. */
const page = new URL('./webview.js', import.meta.url);

type Made =
  | { readonly kind: 'ok'; readonly html: string }
  | { readonly kind: 'problem'; readonly message: string };

export function serveHtmlReports(connection: MessageConnection): void {
  connection.onRequest(
    new RequestType<SaveReportParams, SaveReportResult, void>('run/report'),
    ({ folder, file }: SaveReportParams) =>
      written(file, async () => {
        const { reportOfRun } = await import('../../report-html/report-of-run.ts');
        return reportOfRun(folder, page);
      }),
  );
  connection.onRequest(
    new RequestType<SaveComparisonParams, SaveReportResult, void>('runs/report'),
    ({ folders, file }: SaveComparisonParams) =>
      written(file, async () => {
        const { reportOfComparison } = await import('../../report-html/report-of-comparison.ts');
        return reportOfComparison(folders, page);
      }),
  );
  connection.onRequest(
    new RequestType<SaveCalibrationParams, SaveReportResult, void>('calibration/report'),
    ({ report, file }: SaveCalibrationParams) =>
      written(file, async () => {
        const { calibrationHtml } = await import('../../report-html/calibration-html.ts');
        return calibrationHtml(report, page);
      }),
  );
}

async function written(file: string, make: () => Promise<Made>): Promise<SaveReportResult> {
  try {
    const made = await make();
    if (made.kind === 'problem') return made;
    await writeFile(file, made.html);
    return { kind: 'ok' };
  } catch (error) {
    return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
  }
}
