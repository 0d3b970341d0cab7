/** Boots the page: results, a comparison or a calibration, in the editor or as an HTML report. */
import type { EmbeddedRun } from '../sampler/protocol.ts';
import { mountCalibration } from './calibration/calibration-page.ts';
import { mountComparison } from './comparison/comparison-page.ts';
import { registerControls } from './controls.ts';
import { type CalibrationApi, calibrationSource, embeddedCalibration } from './data/calibration-source.ts';
import { type ComparisonApi, comparisonSource, embeddedComparison } from './data/comparison-source.ts';
import { embeddedSource } from './data/embedded-source.ts';
import { type EditorApi, messageSource } from './data/message-source.ts';
import type { DataSource } from './data/source.ts';
import { mountPage } from './page.ts';
import { createReportTheme } from './report-theme.ts';
import base from './styles/base.css';
import calibration from './styles/calibration.css';
import comparison from './styles/comparison.css';
import plots from './styles/plots.css';
import reportTheme from './styles/report-theme.css';
import table from './styles/table.css';
import verdict from './styles/verdict.css';

declare function acquireVsCodeApi(): EditorApi & ComparisonApi & CalibrationApi;

function addStyle(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

function connect(): DataSource {
  const embedded = document.getElementById('bayes-run');
  if (embedded === null) return messageSource(acquireVsCodeApi(), window);
  const run: EmbeddedRun = JSON.parse(embedded.textContent ?? '');
  asReport();
  return embeddedSource(document, run);
}

/** A page that is not mounted yet, so that its log hears of errors while it is. */
interface Start {
  readonly source: Pick<DataSource, 'reportError'>;
  mount(): void;
}

function comparisonStart(): Start {
  addStyle(comparison);
  const embedded = document.getElementById('bayes-comparison');
  const source =
    embedded === null
      ? comparisonSource(acquireVsCodeApi(), window)
      : embeddedComparison(document, JSON.parse(embedded.textContent ?? ''));
  if (embedded !== null) asReport();
  return { source, mount: () => mountComparison(document.body, source) };
}

function calibrationStart(): Start {
  addStyle(calibration);
  const embedded = document.getElementById('bayes-calibration');
  const source =
    embedded === null
      ? calibrationSource(acquireVsCodeApi(), window)
      : embeddedCalibration(JSON.parse(embedded.textContent ?? ''));
  if (embedded !== null) asReport();
  return { source, mount: () => mountCalibration(document.body, source) };
}

/** Without an editor's colours. */
function asReport(): void {
  addStyle(reportTheme);
  createReportTheme(document);
}

function resultsStart(): Start {
  const source = connect();
  return { source, mount: () => mountPage(document.body, source) };
}

for (const text of [base, verdict, table, plots]) addStyle(text);
const starts: Readonly<Record<string, () => Start>> = {
  results: resultsStart,
  comparison: comparisonStart,
  calibration: calibrationStart,
};
const { source, mount } = (starts[document.body.dataset.page ?? 'results'] ?? resultsStart)();
window.addEventListener('error', ({ message }) => source.reportError(message));
window.addEventListener('unhandledrejection', ({ reason }) => source.reportError(String(reason)));
registerControls();
mount();
performance.mark('bayes-page-mounted');
