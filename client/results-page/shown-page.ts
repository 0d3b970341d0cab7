/** A results page: its panel, the run that it shows, and the messages that bring it up to date. */
import type * as vscode from 'vscode';
import type { ChainProgress } from '../../sampler/protocol.ts';
import { PAGE_VERSION, type PageIdentity, type ToPage } from '../../webview/protocol.ts';
import type { SourceWatch, WatchSource } from '../staleness/watch-source.ts';
import type { MadeOf } from './made-of.ts';
import { titleOf } from './page-identity.ts';
import type { PriorModel } from './prior-model.ts';

/** A panel and the state of its page. */
export interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly watchSource: WatchSource;
  identity: PageIdentity;
  /** Of its current run. */
  runId: string | null;
  chains: readonly ChainProgress[];
  /** Live draws so far, replayed to a page that is reopened during the run. */
  drawn: ToPage[];
  /** The final message about the run; null before its end. */
  end: ToPage | null;
  /** Chosen new data to predict at. */
  newData: readonly string[] | null;
  /** Where only the prior of a model is shown. */
  prior: PriorModel | null;
  /** What is shown was made of, with what has changed since; null while nothing is shown. */
  made: { readonly of: MadeOf; readonly watch: SourceWatch } | null;
  /** Pinned: a new run of the model gets another page. */
  isKept: boolean;
}

export function newPage(panel: vscode.WebviewPanel, identity: PageIdentity, watchSource: WatchSource): Shown {
  return {
    panel,
    watchSource,
    identity,
    runId: null,
    chains: [],
    drawn: [],
    end: null,
    newData: null,
    prior: null,
    made: null,
    isKept: false,
  };
}

export function post({ panel }: Shown, message: ToPage): void {
  void panel.webview.postMessage(message);
}

/** Everything that a fresh page needs to know. */
export function tell(entry: Shown): void {
  post(entry, { kind: 'run', version: PAGE_VERSION, run: entry.identity });
  if (entry.chains.length > 0) post(entry, { kind: 'progress', chains: entry.chains });
  for (const message of entry.drawn) post(entry, message);
  if (entry.end !== null) post(entry, entry.end);
  tellStaleness(entry);
  tellNewData(entry);
}

function tellStaleness(entry: Shown): void {
  if (entry.made !== null && entry.end !== null)
    post(entry, { kind: 'staleness', staleness: entry.made.watch.staleness });
}

function setMade(entry: Shown, made: MadeOf | null): void {
  entry.made?.watch.dispose();
  entry.made =
    made === null ? null : { of: made, watch: entry.watchSource(made, () => tellStaleness(entry)) };
}

export function tellNewData(entry: Shown): void {
  if (entry.end?.kind === 'report' && entry.newData !== null)
    post(entry, { kind: 'predict-at', files: entry.newData });
}

/** Turns to another run, of which nothing is shown yet. */
export function turnTo(entry: Shown, identity: PageIdentity, runId: string | null): void {
  entry.identity = identity;
  entry.runId = runId;
  entry.chains = [];
  entry.drawn = [];
  entry.end = null;
  entry.newData = null;
  entry.prior = null;
  setMade(entry, null);
  entry.panel.title = titleOf(identity);
  tell(entry);
}

/** The same run goes by another name or address, as its folder says. */
export function nameAgain(entry: Shown, identity: PageIdentity): void {
  entry.identity = identity;
  entry.panel.title = titleOf(identity);
  post(entry, { kind: 'run', version: PAGE_VERSION, run: identity });
}

/** The end of what is shown: a report, or why there is none. */
export function showEnd(entry: Shown, message: ToPage, made: MadeOf | null): void {
  setMade(entry, made);
  entry.runId = null;
  entry.chains = [];
  entry.drawn = [];
  entry.end = message;
  post(entry, message);
  tellStaleness(entry);
  tellNewData(entry);
}
