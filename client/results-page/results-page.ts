/**
 * Results as a page beside the model: one panel for each model that is sampled, one for each kept run that
 * is opened. A panel that was hidden or reloaded sends `ready` again and receives its whole state.
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { DrawsParams, ProgressParams, SampleResult } from '../../sampler/protocol.ts';
import { filesOfAddress } from '../../sampler/report/outside-address.ts';
import { type FromPage, PAGE_VERSION, type PageIdentity } from '../../webview/protocol.ts';
import { createAsking } from '../panel/asking.ts';
import { loadPage } from '../panel/page-panel.ts';
import type { PriorDiagnostics } from '../prior-diagnostics.ts';
import type { ResultsView, RunInfo } from '../results-panel.ts';
import { readHeader } from '../run-history/read-runs.ts';
import type { SamplerHost } from '../sampler-host.ts';
import type { WatchSource } from '../staleness/watch-source.ts';
import { outsideOfTrust } from '../trusted-files.ts';
import { chooseNewData } from './choose-data.ts';
import { handleMessage } from './handle-message.ts';
import { causeOfCrash, interruptedMessage, keptMessage } from './interrupted-run.ts';
import { identityOf, isRestored, savedIdentity, VIEW_TYPE } from './page-identity.ts';
import { endMessage, isCrash, liveDrawsMessage, sampledMessage } from './page-messages.ts';
import { type PriorModel, priorOf } from './prior-model.ts';
import { resultSource } from './result-source.ts';
import {
  forget,
  newPage,
  type Shown,
  type ShownView,
  sendNewData,
  sendView,
  setIdentity,
  showDraws,
  showEnd,
  showProgress,
  showResult,
  switchTo,
  titleOf,
} from './shown-page.ts';

/** Interval of reading a run of another process. */
const FOLLOW_MS = 3000;

interface ResultsPageParts {
  readonly host: SamplerHost;
  readonly extensionUri: vscode.Uri;
  readonly watchSource: WatchSource;
  readonly priors: PriorDiagnostics;
  log(text: string): void;
}

export interface ResultsPage extends ResultsView, vscode.Disposable {
  addDraws(draws: DrawsParams): void;
  /** Reveals the page of a model's last run; false if there is none. */
  reveal(uri: string): boolean;
  /** Shows a run that was being sampled before the window reloaded, unless the editor restores its page. */
  restore(folder: string): Promise<void>;
  /** Shows the run kept in a folder. */
  open(folder: string): Promise<void>;
  /** The same, pinned: a new run of the model gets another page. */
  openKept(folder: string): Promise<void>;
  /** Shows an ended run in the page of its model. */
  showRun(run: Pick<RunInfo, 'uri' | 'modelPath' | 'folder'>): Promise<void>;
  /** Lets the user choose new data, and shows the predictions of the run in a folder. */
  predict(folder: string, modelPath: string): Promise<void>;
  /** Shows a view of the run in a folder. */
  showView(folder: string, view: ShownView): Promise<void>;
  /** Shows prior predictions of a model; nothing is fitted. */
  openPrior(model: PriorModel): void;
}

export function createResultsPage(parts: ResultsPageParts): ResultsPage {
  const { host, extensionUri, log } = parts;
  /** Most recently used last. */
  let shown: Shown[] = [];
  /** A run to show in a page that the editor restores once shown. */
  let awaited: PageIdentity | null = null;

  function adopt(panel: vscode.WebviewPanel, identity: PageIdentity): Shown {
    const asking = createAsking(() => new vscode.CancellationTokenSource());
    const entry = newPage(panel, identity, { ...parts, asking });
    shown.push(entry);
    panel.webview.onDidReceiveMessage((message: FromPage) => handleMessage(entry, message, { host, log }));
    // A hidden page is unloaded, and says that it is ready once it is shown again.
    panel.onDidChangeViewState(() => {
      if (!panel.visible) entry.isListening = false;
    });
    panel.onDidDispose(() => {
      entry.isClosed = true;
      shown = shown.filter((other) => other !== entry);
      forget(entry);
    });
    loadPage(panel, 'results', extensionUri);
    return entry;
  }

  function create(identity: PageIdentity, preserveFocus: boolean): Shown {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, titleOf(identity), place, {
      enableFindWidget: true,
    });
    return adopt(panel, identity);
  }

  function turn(entry: Shown, identity: PageIdentity, runId: string | null): void {
    shown = [...shown.filter((other) => other !== entry), entry];
    switchTo(entry, identity, runId);
  }

  /** Reads the run in a folder and shows it. */
  async function load(entry: Shown): Promise<void> {
    const { folder } = entry.identity;
    if (folder === null) {
      const message = 'Nothing was kept of it on disk';
      return showEnd(entry, { kind: 'failed', failure: { kind: 'run-folder', message } }, null);
    }
    const files = filesOfAddress(folder);
    const refused = files === null ? null : outsideOfTrust(files);
    const opened =
      refused === null ? await host.openRun(folder) : ({ kind: 'problem', message: refused } as const);
    if (entry.isClosed || entry.identity.folder !== folder) return;
    if (opened.kind === 'problem')
      return showEnd(
        entry,
        { kind: 'failed', failure: { kind: 'run-folder', message: opened.message } },
        null,
      );
    const { header } = opened;
    const { uri, modelPath } = entry.identity;
    const found = identityOf(folder, header.model, header.modelPath);
    // The document's URI may differ from that of its file.
    setIdentity(entry, modelPath === found.modelPath ? { ...found, uri } : found);
    // Draws of another program have no model that could change.
    const made = files === null ? resultSource(entry.identity, header) : null;
    showEnd(entry, keptMessage(opened), made);
    if (opened.writer !== null) setTimeout(() => void reload(entry, folder), FOLLOW_MS);
  }

  /** Reads again a run that another process is sampling, or that a reload of the window is about to end. */
  async function reload(entry: Shown, folder: string): Promise<void> {
    if (shown.includes(entry) && entry.identity.folder === folder && entry.runId === null) await load(entry);
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const saved = savedIdentity(state);
      if (saved === null) {
        // A page that had just opened saved no state; its title is that of the awaited run.
        const identity = awaited;
        if (identity === null || panel.title !== titleOf(identity)) return panel.dispose();
        awaited = null;
        return load(adopt(panel, identity));
      }
      // The saved state may be of the previous run.
      const identity = awaited !== null && awaited.uri === saved.uri ? awaited : saved;
      if (identity === awaited) awaited = null;
      const entry = adopt(panel, identity);
      if (identity.folder !== null) return load(entry);
      // Prior predictions are not stored; they are drawn again from the current model.
      const model = await priorOf(identity);
      if (entry.isClosed) return;
      if (model === null) return panel.dispose();
      showPrior(entry, model);
    },
  });

  async function open(folder: string, isKept: boolean): Promise<void> {
    const known = shown.find((entry) => entry.identity.folder === folder);
    if (known === undefined) {
      const name = path.basename(filesOfAddress(folder)?.[0] ?? folder);
      const entry = create(identityOf(folder, name, ''), false);
      entry.isKept = isKept;
      return load(entry);
    }
    known.panel.reveal(undefined, false);
    if (known.runId === null) await load(known);
  }

  const ofRun = (runId: string) => shown.find((entry) => entry.runId === runId);

  return {
    started: (run: RunInfo) => void follow(run, run.runId),
    showRun: (run) => load(follow(run, null)),
    progressed({ runId, chains, isScouting }: ProgressParams) {
      const entry = ofRun(runId);
      if (entry === undefined) return;
      showProgress(entry, { kind: 'progress', chains, ...(isScouting ? { isScouting } : {}) });
    },
    addDraws(draws) {
      const entry = ofRun(draws.runId);
      if (entry === undefined) return;
      showDraws(entry, liveDrawsMessage(draws));
    },
    sampled(run, report) {
      const entry = ofRun(run.runId);
      if (entry === undefined) return;
      showResult(entry, sampledMessage(report), { ...run, data: [], kept: null, header: null });
    },
    finished(run, result: SampleResult) {
      const entry = ofRun(run.runId);
      if (entry === undefined) return;
      void finish(entry, run, result);
    },
    open: (folder) => open(folder, false),
    async restore(folder) {
      const header = await readHeader(folder);
      if (header === undefined) return;
      const identity = identityOf(folder, header.model, header.modelPath);
      if (shown.some((entry) => entry.identity.folder === folder)) return;
      const isLoaded = shown.some(({ identity: { uri } }) => uri === identity.uri);
      if (!isLoaded && isRestored(titleOf(identity))) awaited = identity;
      else await load(follow({ ...identity, folder }, null));
    },
    reveal(uri) {
      const entry = shown.findLast(
        ({ identity, isKept, prior }) => identity.uri === uri && !isKept && !prior,
      );
      entry?.panel.reveal(undefined, false);
      return entry !== undefined;
    },
    openKept: (folder) => open(folder, true),
    async predict(folder, modelPath) {
      const file = await chooseNewData(modelPath);
      if (file === undefined) return;
      await open(folder, true);
      const entry = shown.find(({ identity }) => identity.folder === folder);
      if (entry === undefined) return;
      entry.newData = [file];
      sendNewData(entry);
    },
    async showView(folder, view) {
      await open(folder, true);
      const entry = shown.find(({ identity }) => identity.folder === folder);
      if (entry === undefined) return;
      entry.view = view;
      sendView(entry);
    },
    openPrior(model) {
      const identity: PageIdentity = {
        version: PAGE_VERSION,
        folder: null,
        model: path.basename(model.modelPath, '.bayes'),
        modelPath: model.modelPath,
        uri: model.uri,
      };
      const known = shown.find((entry) => entry.prior?.uri === model.uri);
      const entry = known ?? create(identity, true);
      turn(entry, identity, null);
      showPrior(entry, model);
      entry.panel.reveal(undefined, true);
    },
    dispose() {
      serializer.dispose();
      for (const { panel } of shown) panel.dispose();
    },
  };

  /** Makes the page of a model show one of its runs. */
  function follow(
    { uri, modelPath, folder }: Pick<RunInfo, 'uri' | 'modelPath' | 'folder'>,
    runId: string | null,
  ) {
    const model = path.basename(modelPath, '.bayes');
    const identity: PageIdentity = { version: PAGE_VERSION, folder, model, modelPath, uri };
    const known = shown
      .filter((entry) => {
        return entry.identity.uri === uri && entry.runId === null && entry.prior === null && !entry.isKept;
      })
      .at(-1);
    const entry = known ?? create(identity, true);
    turn(entry, identity, runId);
    if (known !== undefined && !known.panel.visible) known.panel.reveal(undefined, true);
    return entry;
  }

  function showPrior(entry: Shown, model: PriorModel): void {
    entry.prior = model;
    entry.panel.title = `${entry.identity.model}: prior predictive`;
    showEnd(entry, { kind: 'prior-only' }, { ...model, data: [], kept: null, header: null });
  }

  async function finish(entry: Shown, run: RunInfo, result: SampleResult): Promise<void> {
    const isKept = result.kind === 'done' || result.kind === 'interrupted' || isCrash(result);
    const opened = isKept ? await host.openRun(run.folder) : null;
    // The panel may show another run in the meantime.
    if (entry.isClosed || entry.runId !== run.runId) return;
    const header = opened?.kind === 'ok' ? opened.header : null;
    if (header !== null) setIdentity(entry, { ...entry.identity, model: header.model });
    const message =
      opened?.kind === 'ok' && isCrash(result)
        ? interruptedMessage(opened, causeOfCrash(result.failure))
        : endMessage(result, run.modelText, header);
    showEnd(
      entry,
      message,
      header === null ? { ...run, data: [], kept: null, header } : resultSource(entry.identity, header),
    );
  }
}
