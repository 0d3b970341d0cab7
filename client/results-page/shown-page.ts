/** A results page: its panel, the run that it shows, and the messages that update it. */
import type * as vscode from 'vscode';
import type { PriorRemark } from '../../sampler/protocol.ts';
import type { SensitivityReport } from '../../sampler/report/sensitivity-report.ts';
import {
  type LiveDrawsMessage,
  PAGE_VERSION,
  type PageIdentity,
  type ToPage,
} from '../../webview/protocol.ts';
import type { Asking } from '../panel/asking.ts';
import { postTo, type ShownPanel } from '../panel/shown-panel.ts';
import type { PriorDiagnostics } from '../prior-diagnostics.ts';
import { priorFindings, remarkFindings } from '../prior-findings.ts';
import type { SourceWatch, WatchSource } from '../staleness/watch-source.ts';
import { createLiveMessages, joined, type LiveMessages } from './live-messages.ts';
import type { PriorModel } from './prior-model.ts';
import type { ResultSource } from './result-source.ts';

/** A view that a command shows. */
export type ShownView = Extract<ToPage, { readonly kind: 'show-view' }>['view'];

/** A panel and the state of its page. */
export interface Shown extends ShownPanel {
  readonly watchSource: WatchSource;
  readonly priors: Pick<PriorDiagnostics, 'show'>;
  /** Questions that can be cancelled, by their ids. */
  readonly asking: Asking;
  identity: PageIdentity;
  /** Id of its current run. */
  runId: string | null;
  /** The last progress, replayed like the live draws. */
  progress: ToPage | null;
  /** Live draws so far, replayed to a page that is reopened during the run. */
  drawn: LiveDrawsMessage[];
  readonly live: LiveMessages;
  /** The result, or why there is none; null before. */
  end: ToPage | null;
  /** Chosen new data to predict at. */
  newData: readonly string[] | null;
  /** View to show once there is a result and the page listens; null where the page chooses. */
  view: ShownView | null;
  /** Whether there is a page to receive messages: not before it is loaded, and not while it is hidden. */
  isListening: boolean;
  /** The model, if only its prior is shown. */
  prior: PriorModel | null;
  /** Source of the result with a watch for changes; null while nothing is shown. */
  made: { readonly of: ResultSource; readonly watch: SourceWatch } | null;
  /** Of the result's priors, once asked for. */
  sensitivity: SensitivityReport | null;
  /** On the data that its prior implies, once drawn. */
  remarks: readonly PriorRemark[];
  /** Pinned: a new run of the model gets another page. */
  isKept: boolean;
}

export function newPage(
  panel: vscode.WebviewPanel,
  identity: PageIdentity,
  { watchSource, priors, asking }: Pick<Shown, 'watchSource' | 'priors' | 'asking'>,
): Shown {
  const page: Shown = {
    panel,
    isClosed: false,
    watchSource,
    priors,
    asking,
    identity,
    runId: null,
    progress: null,
    drawn: [],
    live: createLiveMessages(async (message) => page.isClosed || panel.webview.postMessage(message)),
    end: null,
    newData: null,
    view: null,
    isListening: false,
    prior: null,
    made: null,
    sensitivity: null,
    remarks: [],
    isKept: false,
  };
  return page;
}

export const titleOf = ({ model }: PageIdentity): string => `${model}: results`;

export const post: (entry: Shown, message: ToPage) => void = postTo;

export function showProgress(entry: Shown, message: Extract<ToPage, { readonly kind: 'progress' }>): void {
  entry.progress = message;
  entry.live.progressed(message);
}

export function showDraws(entry: Shown, message: LiveDrawsMessage): void {
  entry.drawn.push(message);
  entry.live.drew(message);
}

/** Sends the complete state to a new page. */
export function sendAll(entry: Shown): void {
  entry.live.clear();
  post(entry, { kind: 'run', version: PAGE_VERSION, run: entry.identity });
  if (entry.progress !== null) post(entry, entry.progress);
  for (const message of joined(entry.drawn)) post(entry, message);
  if (entry.end !== null) post(entry, entry.end);
  sendStaleness(entry);
  sendNewData(entry);
  sendView(entry);
}

function sendStaleness(entry: Shown): void {
  if (entry.made !== null && entry.end !== null)
    post(entry, { kind: 'staleness', staleness: entry.made.watch.staleness });
}

function setMade(entry: Shown, made: ResultSource | null): void {
  forget(entry);
  entry.made = made === null ? null : { of: made, watch: entry.watchSource(made, () => onStaleness(entry)) };
}

function onStaleness(entry: Shown): void {
  sendStaleness(entry);
  markPriors(entry);
}

/** Takes back what is shown of the result beside the page. */
export function forget(entry: Shown): void {
  entry.asking.cancelAll();
  entry.sensitivity = null;
  entry.remarks = [];
  markPriors(entry);
  entry.made?.watch.dispose();
  entry.made = null;
}

/** Marks the findings on priors in the model, or takes them back. */
export function markPriors(entry: Shown): void {
  const { made, sensitivity, remarks, priors } = entry;
  if (made === null) return;
  const { staleness } = made.watch;
  const findings = [
    ...(sensitivity === null ? [] : priorFindings(sensitivity, staleness)),
    ...remarkFindings(remarks, staleness),
  ];
  priors.show(entry, made.of.uri, findings, made.of.modelText);
}

export function sendNewData(entry: Shown): void {
  if (entry.end?.kind === 'report' && entry.newData !== null)
    post(entry, { kind: 'predict-at', files: entry.newData });
}

/** Once: the user may turn to another view afterwards. */
export function sendView(entry: Shown): void {
  if (entry.end?.kind !== 'report' || entry.view === null || !entry.isListening) return;
  post(entry, { kind: 'show-view', view: entry.view });
  entry.view = null;
}

/** Switches to another run, without a result yet. */
export function switchTo(entry: Shown, identity: PageIdentity, runId: string | null): void {
  entry.identity = identity;
  entry.runId = runId;
  entry.progress = null;
  entry.drawn = [];
  entry.end = null;
  entry.newData = null;
  entry.prior = null;
  setMade(entry, null);
  entry.panel.title = titleOf(identity);
  sendAll(entry);
}

/** Changes name or URI of the current run, once read from its folder. */
export function setIdentity(entry: Shown, identity: PageIdentity): void {
  entry.identity = identity;
  entry.panel.title = titleOf(identity);
  post(entry, { kind: 'run', version: PAGE_VERSION, run: identity });
}

/** Shows the end of a run: a report, or why there is none. */
export function showEnd(entry: Shown, message: ToPage, made: ResultSource | null): void {
  entry.runId = null;
  showResult(entry, message, made);
}

/** Shows a report, while the run may go on until its fit is judged. */
export function showResult(entry: Shown, message: ToPage, made: ResultSource | null): void {
  setMade(entry, made);
  entry.progress = null;
  entry.drawn = [];
  entry.live.clear();
  entry.end = message;
  post(entry, message);
  sendStaleness(entry);
  sendNewData(entry);
  sendView(entry);
}
