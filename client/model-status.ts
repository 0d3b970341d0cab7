/**
 * The last result of the model in the active editor, in the status bar, marked where the model or its data have
 * changed since. Hidden while that model is being sampled, when the item of the run is shown instead.
 */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { misfitOf } from '../sampler/report/fit-text.ts';
import { endOfKept, type LastEnd, statusText } from './result-status.ts';
import type { ResultsView } from './results-panel.ts';
import type { KeptRun } from './run-history/kept-run.ts';
import { readHeader } from './run-history/read-runs.ts';
import { fresh, type RunSource } from './staleness/compare-source.ts';
import type { SourceWatch, WatchSource } from './staleness/watch-source.ts';

interface ModelStatusParts {
  readonly watchSource: WatchSource;
  /** Newest first, of this window and of earlier ones. */
  keptRuns(): Promise<readonly KeptRun[]>;
  /** Number of draws in a run's folder; null if unknown. */
  countDraws(folder: string): Promise<number | null>;
}

interface ModelStatus extends ResultsView, vscode.Disposable {
  /** Called when a model has a newer kept run. */
  kept(model: vscode.Uri): void;
  /** Shows a run that was being sampled before the window reloaded, unless another model is active. */
  restore(folder: string): Promise<void>;
}

/** Target of a click on the item: the run in a folder, or why there is none. */
export interface ResultTarget {
  readonly uri: string;
  readonly folder: string | null;
}

interface Last {
  readonly end: LastEnd;
  readonly source: RunSource;
  readonly folder: string | null;
}

const RETRY_MS = 5000;

export function createModelStatus({ watchSource, keptRuns, countDraws }: ModelStatusParts): ModelStatus {
  const item = vscode.window.createStatusBarItem('bayes.result', vscode.StatusBarAlignment.Left, 9);
  item.name = 'Bayes result';
  const results = new Map<string, Last>();
  let running: string | undefined;
  /** The model in the active editor, or the previous one while another kind of editor is active. */
  let model: vscode.Uri | undefined;
  let retry: NodeJS.Timeout | undefined;
  let shown: { readonly last: Last; readonly watch: SourceWatch } | undefined;

  function show(): void {
    const last = model === undefined ? undefined : results.get(model.toString());
    if (last !== shown?.last) {
      shown?.watch.dispose();
      shown = last === undefined ? undefined : { last, watch: watchSource(last.source, show) };
    }
    if (last === undefined || model === undefined || running === model.toString()) {
      item.hide();
      return;
    }
    const { text, tooltip } = statusText(nameOf(model), last.end, shown?.watch.staleness ?? fresh);
    const target: ResultTarget = { uri: model.toString(), folder: last.folder };
    item.text = text;
    item.tooltip = tooltip;
    item.command = { command: 'bayes.showOutput', title: 'Show Result', arguments: [target] };
    item.show();
  }

  /** The newest kept run of a model of which this window has no result. */
  async function find(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file' || running === uri.toString() || results.has(uri.toString())) return;
    const run = (await keptRuns()).find(({ header }) => header.modelPath === uri.fsPath);
    // A run of another process, or one that was just cut off by a reload of the window.
    if (run?.status.kind === 'running') {
      clearTimeout(retry);
      retry = setTimeout(() => void find(uri), RETRY_MS);
    }
    const end = run === undefined ? null : endOfKept(run.status);
    if (run === undefined || end === null || results.has(uri.toString())) return;
    const { modelText, data } = run.header;
    const last: Last = { end, source: { uri: uri.toString(), modelText, data }, folder: run.folder };
    results.set(uri.toString(), last);
    show();
    void complete(uri.toString(), last);
  }

  function follow(editor: vscode.TextEditor | undefined): void {
    // Ignores other kinds of documents.
    if (editor?.document.languageId !== 'bayes' || editor.document.uri.scheme === 'bayes-run') return;
    model = editor.document.uri;
    show();
    void find(model);
  }
  /** After a reload with a page in front there is no active text editor; the model is in a visible one. */
  function followVisible(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) if (model === undefined) follow(editor);
  }
  const following = [
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.window.onDidChangeVisibleTextEditors(followVisible),
  ];
  follow(vscode.window.activeTextEditor);
  followVisible(vscode.window.visibleTextEditors);

  return {
    started(run) {
      running = run.uri;
      show();
    },
    progressed() {},
    finished({ uri, modelText, folder }, result) {
      running = undefined;
      const isKept = existsSync(path.join(folder, 'run.json'));
      const last: Last = {
        end: endOf(result, isKept),
        source: { uri, modelText, data: [] },
        folder: isKept && result.kind !== 'invalid' ? folder : null,
      };
      results.set(uri, last);
      // Shows the result immediately, even if the active file has no result of its own.
      model ??= vscode.Uri.parse(uri);
      show();
      void complete(uri, last);
    },
    async restore(folder) {
      const header = await readHeader(folder);
      if (header === undefined || model !== undefined) return;
      model = vscode.Uri.file(header.modelPath);
      await find(model);
    },
    kept(uri) {
      results.delete(uri.toString());
      void find(uri);
    },
    dispose() {
      for (const event of following) event.dispose();
      clearTimeout(retry);
      shown?.watch.dispose();
      item.dispose();
    },
  };

  /** Reads the hashes of the data, and the number of draws of an interrupted run, from the folder. */
  async function complete(uri: string, last: Last): Promise<void> {
    if (last.folder === null) return;
    const { end, folder, source } = last;
    const header = await readHeader(folder);
    const draws = end.kind === 'interrupted' ? await countDraws(folder) : null;
    if (header === undefined || results.get(uri) !== last) return;
    results.set(uri, {
      folder,
      end: end.kind === 'interrupted' ? { ...end, draws } : end,
      source: { ...source, data: header.data },
    });
    show();
  }
}

function endOf(result: Parameters<ResultsView['finished']>[1], isKept: boolean): LastEnd {
  switch (result.kind) {
    case 'done':
    case 'interrupted': {
      const { pass, reasons, fit } = result.report.diagnostics;
      return pass
        ? { kind: 'passes', ...misfitOf(fit) }
        : { kind: 'provisional', reasons: reasons.map(({ message }) => message) };
    }
    case 'invalid':
      return { kind: 'not-sampled', isInvalid: true };
    case 'failed':
      return result.failure.kind === 'crash' && isKept
        ? { kind: 'interrupted', why: `The sampler stopped: ${result.failure.message}`, draws: null }
        : { kind: 'not-sampled', isInvalid: false };
  }
}

const nameOf = ({ path: file }: vscode.Uri): string => path.posix.basename(file, '.bayes');
