/** A run's folder as the text of an HTML report, or why there is none. */
import { readFileSync } from 'node:fs';
import { openRunColumns } from '../store/run-columns.ts';
import { embedRun } from './embed-run.ts';
import { reportHtml } from './write-html.ts';

export type ReportOfRun =
  | { readonly kind: 'ok'; readonly html: string; readonly pass: boolean }
  | { readonly kind: 'problem'; readonly message: string };

/** `page` is the file of the bundled page, `webview.js`, built next to every bundled program. */
export async function reportOfRun(folder: string, page: URL): Promise<ReportOfRun> {
  const opened = openRunColumns(folder);
  if (opened.kind === 'problem') return opened;
  const { run } = opened;
  if (run.report === null) {
    return {
      kind: 'problem',
      message: `the run in ${folder} has no report (its state is ${run.info.state}); sample again, or resume it`,
    };
  }
  let script: string;
  try {
    script = readFileSync(page, 'utf8');
  } catch {
    return { kind: 'problem', message: 'the results page is missing from this installation (webview.js)' };
  }
  const html = reportHtml(await embedRun(run, run.report), script);
  return { kind: 'ok', html, pass: run.report.diagnostics.pass };
}
