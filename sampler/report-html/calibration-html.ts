/** A calibration as one HTML file: its verdict, and the plots of every row. */
import type { CalibrationReport } from '../report/calibration-report.ts';
import { htmlFile, NO_SCRIPT, readPageScript } from './write-html.ts';

type CalibrationHtml =
  | { readonly kind: 'ok'; readonly html: string }
  | { readonly kind: 'problem'; readonly message: string };

/** `page` is the file of the bundled page. */
export function calibrationHtml(report: CalibrationReport, page: URL): CalibrationHtml {
  const script = readPageScript(page);
  if (script === null) return { kind: 'problem', message: NO_SCRIPT };
  const title = `${report.model}: calibration by simulation`;
  return {
    kind: 'ok',
    html: htmlFile({ title, page: 'calibration', id: 'bayes-calibration', data: report }, script),
  };
}
