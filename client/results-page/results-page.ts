/**
 * Results as a page beside the model: one panel for each model that is sampled, one for each kept run that
 * is opened. A panel that was hidden or reloaded sends `ready` again and receives its whole state.
 */
import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ChainProgress, DrawsParams, ProgressParams, SampleResult } from '../../sampler/protocol.ts';
import { type FromPage, PAGE_VERSION, type PageIdentity, type ToPage } from '../../webview/protocol.ts';
import type { ResultsView, RunInfo } from '../results-panel.ts';
import { readHeader } from '../run-history/run-documents.ts';
import type { SamplerHost } from '../sampler-host.ts';
import type { SourceWatch, WatchSource } from '../staleness/watch-source.ts';
import { unreachable } from '../unreachable.ts';
import { applyFix } from './apply-fix.ts';
import { chooseNewData } from './choose-data.ts';
import { causeOfCrash, interruptedMessage, keptMessage, resumeRun } from './interrupted-run.ts';
import { type MadeOf, madeOf } from './made-of.ts';
import { pageHtml } from './page-html.ts';
import { identityOf, isRestored, savedIdentity, titleOf, VIEW_TYPE } from './page-identity.ts';
import { decodeAnswer, endMessage, isCrash, liveDrawsMessage, priorAnswer } from './page-messages.ts';
import { type PriorModel, priorOf } from './prior-model.ts';
import { saveFile, saveReport } from './save-files.ts';
import { revealLine, showDifference } from './show-model.ts';

/** How often a run of another process is read again. */
const FOLLOW_MS = 3000;

interface ResultsPageParts {
  readonly host: SamplerHost;
  readonly extensionUri: vscode.Uri;
  readonly watchSource: WatchSource;
  log(text: string): void;
}

export interface ResultsPage extends ResultsView, vscode.Disposable {
  drew(draws: DrawsParams): void;
  /** Reveals the page of a model's last run; false if there is none. */
  reveal(uri: string): boolean;
  /** Shows a run that the window before this one was sampling, unless the editor restores its page. */
  findAgain(folder: string): Promise<void>;
  /** Shows the run kept in a folder. */
  open(folder: string): Promise<void>;
  /** The same, pinned: a new run of the model gets another page. */
  openKept(folder: string): Promise<void>;
  /** Shows a run of a model that has ended, as if it had been followed: in the model's page. */
  showRun(run: Pick<RunInfo, 'uri' | 'modelPath' | 'folder'>): Promise<void>;
  /** Lets the user choose new data, and shows the predictions of the run in a folder. */
  predict(folder: string, modelPath: string): Promise<void>;
  /** Shows what a model expects before it sees the data; nothing is fitted. */
  openPrior(model: PriorModel): void;
}

/** A panel and the state of its page. */
interface Shown {
  readonly panel: vscode.WebviewPanel;
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

export function createResultsPage(parts: ResultsPageParts): ResultsPage {
  const { host, extensionUri, watchSource, log } = parts;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  /** The one used last comes last. */
  let shown: Shown[] = [];
  /** A run that is to be found again, in a page that the editor restores once it is looked at. */
  let awaited: PageIdentity | null = null;

  function adopt(panel: vscode.WebviewPanel, identity: PageIdentity): Shown {
    const entry: Shown = {
      panel,
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
    shown.push(entry);
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'client', 'media', 'file-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'client', 'media', 'file-dark.svg'),
    };
    webview.onDidReceiveMessage((message: FromPage) => hear(entry, message));
    panel.onDidDispose(() => {
      shown = shown.filter((other) => other !== entry);
      entry.made?.watch.dispose();
    });
    webview.html = pageHtml({
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString(),
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
    });
    return entry;
  }

  function create(identity: PageIdentity, preserveFocus: boolean): Shown {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, titleOf(identity), place, {
      enableFindWidget: true,
    });
    return adopt(panel, identity);
  }

  function post({ panel }: Shown, message: ToPage): void {
    void panel.webview.postMessage(message);
  }

  /** Everything that a fresh page needs to know. */
  function tell(entry: Shown): void {
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
    entry.made = made === null ? null : { of: made, watch: watchSource(made, () => tellStaleness(entry)) };
  }

  function tellNewData(entry: Shown): void {
    if (entry.end?.kind === 'report' && entry.newData !== null)
      post(entry, { kind: 'predict-at', files: entry.newData });
  }

  async function predictAt(entry: Shown): Promise<void> {
    const file = await chooseNewData(entry.identity.modelPath);
    if (file === undefined) return;
    entry.newData = [file];
    tellNewData(entry);
  }

  function turnTo(entry: Shown, identity: PageIdentity, runId: string | null): void {
    entry.identity = identity;
    entry.runId = runId;
    entry.chains = [];
    entry.drawn = [];
    entry.end = null;
    entry.newData = null;
    entry.prior = null;
    setMade(entry, null);
    entry.panel.title = titleOf(identity);
    shown = [...shown.filter((other) => other !== entry), entry];
    tell(entry);
  }

  function end(entry: Shown, message: ToPage, made: MadeOf | null): void {
    setMade(entry, made);
    entry.runId = null;
    entry.chains = [];
    entry.drawn = [];
    entry.end = message;
    post(entry, message);
    tellStaleness(entry);
    tellNewData(entry);
  }

  /** Reads what a folder holds and shows it. */
  async function load(entry: Shown): Promise<void> {
    const { folder } = entry.identity;
    if (folder === null) {
      const message = 'Nothing was kept of it on disk';
      return end(entry, { kind: 'failed', failure: { kind: 'run-folder', message } }, null);
    }
    const opened = await host.openRun(folder);
    if (entry.identity.folder !== folder) return;
    if (opened.kind === 'problem')
      return end(entry, { kind: 'failed', failure: { kind: 'run-folder', message: opened.message } }, null);
    const { header } = opened;
    const { uri, modelPath } = entry.identity;
    const found = identityOf(folder, header.model, header.modelPath);
    // The document may go by another address than its file's.
    entry.identity = modelPath === found.modelPath ? { ...found, uri } : found;
    entry.panel.title = titleOf(entry.identity);
    post(entry, { kind: 'run', version: PAGE_VERSION, run: entry.identity });
    end(entry, keptMessage(opened), madeOf(entry.identity, header));
    if (opened.writer !== null) setTimeout(() => void loadAgain(entry, folder), FOLLOW_MS);
  }

  /** A run that another process samples, or one that a reload of the window is about to end. */
  async function loadAgain(entry: Shown, folder: string): Promise<void> {
    if (shown.includes(entry) && entry.identity.folder === folder && entry.runId === null) await load(entry);
  }

  async function hear(entry: Shown, message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return tell(entry);
      case 'ask': {
        const { folder } = entry.identity;
        const { prior } = entry;
        const answer =
          prior !== null
            ? priorAnswer(await host.prior({ modelText: prior.modelText, modelPath: prior.modelPath }))
            : folder === null
              ? ({ kind: 'unavailable', message: 'Nothing was kept of this run on disk' } as const)
              : decodeAnswer(await host.askRun(folder, message.question));
        return post(entry, { kind: 'answer', id: message.id, answer });
      }
      case 'cancel':
        return void vscode.commands.executeCommand('bayes.cancel');
      case 'sample-again':
        return void vscode.commands.executeCommand(
          entry.prior === null ? 'bayes.sample' : 'bayes.priorPredictive',
          entry.identity.uri,
        );
      case 'resume':
        return resumeRun(entry.made?.of.header ?? null);
      case 'compare-widths':
        return void vscode.commands.executeCommand('bayes.compareWidths', entry.identity.uri);
      case 'reveal':
        if (entry.made === null) return;
        return revealLine(entry.made.of, entry.made.watch.staleness, message.line);
      case 'apply-fix':
        if (entry.made === null) return;
        return applyFix(entry.made.of, entry.made.watch.staleness, message.fix, message.line);
      case 'show-difference':
        if (entry.made === null) return;
        return showDifference(entry.made.of, entry.made.watch.staleness);
      case 'save': {
        const name = await saveFile(path.dirname(entry.identity.modelPath), message.name, message.content);
        return post(entry, { kind: 'saved', id: message.id, name });
      }
      case 'predict':
        return predictAt(entry);
      case 'save-report':
        return saveReport(host, entry.identity);
      case 'error':
        return log(`results page: ${message.message}`);
      default:
        return unreachable(message);
    }
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const saved = savedIdentity(state);
      if (saved === null) return panel.dispose();
      // What the editor saved of a page may be of the run before.
      const identity = awaited !== null && awaited.uri === saved.uri ? awaited : saved;
      if (identity === awaited) awaited = null;
      const entry = adopt(panel, identity);
      if (identity.folder !== null) return load(entry);
      // Nothing is on disk of what a prior expects; it is drawn again from the present model.
      const model = await priorOf(identity);
      if (model === null) return panel.dispose();
      showPrior(entry, model);
    },
  });

  async function open(folder: string, isKept: boolean): Promise<void> {
    const known = shown.find((entry) => entry.identity.folder === folder);
    if (known === undefined) {
      const entry = create(identityOf(folder, path.basename(folder), ''), false);
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
    progressed({ runId, chains }: ProgressParams) {
      const entry = ofRun(runId);
      if (entry === undefined) return;
      entry.chains = chains;
      post(entry, { kind: 'progress', chains });
    },
    drew(draws) {
      const entry = ofRun(draws.runId);
      if (entry === undefined) return;
      const message = liveDrawsMessage(draws);
      entry.drawn.push(message);
      post(entry, message);
    },
    finished(run, result: SampleResult) {
      const entry = ofRun(run.runId);
      if (entry === undefined) return;
      void finish(entry, run, result);
    },
    open: (folder) => open(folder, false),
    async findAgain(folder) {
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
      tellNewData(entry);
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
      turnTo(entry, identity, null);
      showPrior(entry, model);
      entry.panel.reveal(undefined, true);
    },
    dispose() {
      serializer.dispose();
      for (const { panel } of shown) panel.dispose();
    },
  };

  /** Turns the page of a model to one of its runs. */
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
    turnTo(entry, identity, runId);
    if (known !== undefined && !known.panel.visible) known.panel.reveal(undefined, true);
    return entry;
  }

  function showPrior(entry: Shown, model: PriorModel): void {
    entry.prior = model;
    entry.panel.title = `${entry.identity.model}: prior predictive`;
    end(entry, { kind: 'prior-only' }, { ...model, data: [], kept: null, header: null });
  }

  async function finish(entry: Shown, run: RunInfo, result: SampleResult): Promise<void> {
    const isKept = result.kind === 'done' || result.kind === 'interrupted' || isCrash(result);
    const opened = isKept ? await host.openRun(run.folder) : null;
    // Meanwhile the panel may have turned to another run.
    if (entry.runId !== run.runId) return;
    const header = opened?.kind === 'ok' ? opened.header : null;
    if (header !== null) {
      entry.identity = { ...entry.identity, model: header.model };
      entry.panel.title = titleOf(entry.identity);
      post(entry, { kind: 'run', version: PAGE_VERSION, run: entry.identity });
    }
    const message =
      opened?.kind === 'ok' && isCrash(result)
        ? interruptedMessage(opened, causeOfCrash(result.failure))
        : endMessage(result, run.modelText, header);
    end(
      entry,
      message,
      header === null ? { ...run, data: [], kept: null, header } : madeOf(entry.identity, header),
    );
  }
}
