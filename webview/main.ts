/** Boots the page, in the editor or as an HTML report. */
import type { EmbeddedRun } from '../sampler/protocol.ts';
import { registerControls } from './controls.ts';
import { embeddedSource } from './data/embedded-source.ts';
import { type EditorApi, messageSource } from './data/message-source.ts';
import type { DataSource } from './data/source.ts';
import { mountPage } from './page.ts';
import { createReportTheme } from './report-theme.ts';
import base from './styles/base.css';
import plots from './styles/plots.css';
import reportTheme from './styles/report-theme.css';
import table from './styles/table.css';
import verdict from './styles/verdict.css';

declare function acquireVsCodeApi(): EditorApi;

function addStyle(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

function connect(): DataSource {
  const embedded = document.getElementById('bayes-run');
  if (embedded === null) return messageSource(acquireVsCodeApi(), window);
  const run: EmbeddedRun = JSON.parse(embedded.textContent ?? '');
  addStyle(reportTheme);
  createReportTheme(document);
  return embeddedSource(document, run);
}

for (const text of [base, verdict, table, plots]) addStyle(text);
const source = connect();
window.addEventListener('error', ({ message }) => source.reportError(message));
window.addEventListener('unhandledrejection', ({ reason }) => source.reportError(String(reason)));
registerControls();
mountPage(document.body, source);
performance.mark('bayes-page-mounted');
