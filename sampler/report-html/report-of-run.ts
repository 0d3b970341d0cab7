/** A run's folder as the text of an HTML report, or why there is none. */
import { openRunColumns } from '../store/run-columns.ts';
import { type Embedded, embedRun } from './embed-run.ts';
import { htmlFile, NO_SCRIPT, readPageScript } from './write-html.ts';

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
  const script = readPageScript(page);
  if (script === null) return { kind: 'problem', message: NO_SCRIPT };
  return {
    kind: 'ok',
    html: reportHtml(await embedRun(run, run.report), script),
    pass: run.report.diagnostics.pass,
  };
}

/** `script` is the bundled page. */
export function reportHtml({ run, draws }: Embedded, script: string): string {
  const title = `${run.report.model}: ${run.report.diagnostics.pass ? 'results' : 'provisional results'}`;
  const more = draws.map((text, k) => ({ id: `bayes-draws-${k}`, text }));
  return htmlFile({ title, page: 'results', id: 'bayes-run', data: run, more }, script);
}
