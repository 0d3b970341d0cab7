/** The view “Runs”: every kept run of the workspace, newest first; the current one with its progress. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ProgressParams, SampleResult } from '../../sampler/protocol.ts';
import { type Goal, summarizeProgress } from '../progress-text.ts';
import type { ResultsView, RunInfo } from '../results-panel.ts';
import { unreachable } from '../unreachable.ts';
import { isAbandoned } from './abandoned-run.ts';
import { canDrawMore, canResume, isUnderWay, type KeptRun, type RunStatus, surplus } from './kept-run.ts';
import { createRunsReader, type Verify } from './read-runs.ts';
import { bytesText, descriptionOf, spokenLabel, tooltipOf } from './run-labels.ts';
import type { RunStorage } from './run-storage.ts';

export interface RunsView extends ResultsView, vscode.Disposable {
  /** Current runs on disk, newest first. */
  runs(): Promise<readonly KeptRun[]>;
  selection(): readonly KeptRun[];
  refresh(): void;
}

export function createRunsView(storage: RunStorage, log: (text: string) => void, verify?: Verify): RunsView {
  const reader = createRunsReader(verify);
  const changed = new vscode.EventEmitter<undefined>();
  let current: { readonly folder: string; percent: number; goal: Goal | null } | undefined;
  /** Ended runs of this window, whose state is certain. */
  const ended = new Set<string>();
  const withLife = (run: KeptRun): KeptRun => {
    if (run.folder === current?.folder)
      return { ...run, status: { kind: 'running', percent: current.percent, goal: current.goal } };
    if (ended.has(run.folder) || !isUnderWay(run, Date.now()) || isAbandoned(run.folder)) return run;
    return { ...run, status: { kind: 'running', percent: null } };
  };
  const runs = async (): Promise<readonly KeptRun[]> => {
    const found = await reader.list(storage.roots());
    return found.map(withLife);
  };
  const view = vscode.window.createTreeView<KeptRun>('bayes.runs', {
    canSelectMany: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      async getChildren(parent) {
        if (parent !== undefined) return [];
        const found = await runs();
        const bytes = found.reduce((sum, run) => sum + run.bytes, 0);
        // A run killed by another process sends no event.
        if (found.some(({ status }) => status.kind === 'running' && status.percent === null)) later.call();
        view.description = found.length === 0 ? undefined : `${found.length} · ${bytesText(bytes)}`;
        return [...found];
      },
      getTreeItem: (run) => treeItem(run, new Date()),
    },
  });
  const refresh = throttled(() => changed.fire(undefined), 200);
  const later = throttled(() => changed.fire(undefined), 5000);
  const watchers = watchRoots(storage, refresh.call);

  return {
    runs,
    selection: () => view.selection,
    refresh: refresh.call,
    started(run) {
      current = { folder: run.folder, percent: 0, goal: null };
    },
    progressed({ chains }: ProgressParams) {
      const { percent, goal } = summarizeProgress({ chains });
      if (current === undefined || current.percent === percent) return;
      Object.assign(current, { percent, goal });
      refresh.call();
    },
    finished(run, result) {
      current = undefined;
      ended.add(run.folder);
      void tidy(run, result)
        .catch((error: unknown) => log(`runs: ${error instanceof Error ? error.message : String(error)}`))
        .then(refresh.call);
    },
    dispose() {
      refresh.dispose();
      later.dispose();
      watchers.dispose();
      changed.dispose();
      view.dispose();
    },
  };

  /** Removes folders of runs without draws, and runs beyond the number to keep. */
  async function tidy({ folder, uri }: RunInfo, result: SampleResult): Promise<void> {
    const found = await runs();
    const own = found.find((run) => run.folder === folder);
    if (
      own !== undefined &&
      result.kind === 'failed' &&
      own.status.kind === 'failed' &&
      !(await hasDraws(own))
    )
      return storage.delete(own.folder);
    const keep = vscode.workspace
      .getConfiguration('bayes.runs', vscode.Uri.parse(uri))
      .get<number | null>('keep');
    if (own === undefined || keep === null || keep === undefined || keep < 1) return;
    const ofModel = found.filter(({ header }) => header.modelPath === own.header.modelPath);
    for (const run of surplus(ofModel, keep)) {
      log(`deleted the run ${run.folder}: bayes.runs.keep is ${keep}`);
      await storage.delete(run.folder);
    }
  }
}

async function hasDraws({ folder }: KeptRun): Promise<boolean> {
  const files = await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder));
  for (const [name] of files) {
    if (!name.endsWith('.arrows')) continue;
    if ((await vscode.workspace.fs.stat(vscode.Uri.file(path.join(folder, name)))).size > 0) return true;
  }
  return false;
}

function treeItem(run: KeptRun, now: Date): vscode.TreeItem {
  const item = new vscode.TreeItem(run.header.model);
  item.id = run.folder;
  item.description = descriptionOf(run, now);
  item.iconPath = iconOf(run.status);
  item.tooltip = new vscode.MarkdownString(tooltipOf(run, now));
  item.accessibilityInformation = { label: spokenLabel(run, now) };
  item.contextValue = contextOf(run);
  if (run.status.kind !== 'failed' && run.status.kind !== 'running') {
    item.command = { command: 'bayes.runs.open', title: 'Open Results', arguments: [run] };
  }
  return item;
}

/** Context value for the menus in `package.json`. */
function contextOf(run: KeptRun): string {
  const { kind } = run.status;
  if (kind === 'running') return kind;
  return canResume(run) ? `${kind} resume` : canDrawMore(run) ? `${kind} more` : kind;
}

export function iconOf(status: RunStatus): vscode.ThemeIcon {
  switch (status.kind) {
    case 'running':
      return new vscode.ThemeIcon('sync~spin');
    case 'passes':
      return status.misfit === undefined
        ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
        : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'provisional':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'unfinished':
      return new vscode.ThemeIcon('circle-slash');
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    default:
      return unreachable(status);
  }
}

/** Runs the action at most once per `ms`, and once after the last call. */
function throttled(action: () => void, ms: number): vscode.Disposable & { readonly call: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    call() {
      timer ??= setTimeout(() => {
        timer = undefined;
        action();
      }, ms);
    },
    dispose: () => clearTimeout(timer),
  };
}

/** Notices runs of other windows and of the command line, and deleted folders. */
function watchRoots(storage: RunStorage, onChange: () => void): vscode.Disposable {
  let watchers: vscode.Disposable[] = [];
  const watch = () => {
    for (const watcher of watchers) watcher.dispose();
    watchers = storage.roots().flatMap((root) => {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(root), '**/{run,report}.json');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [
        watcher,
        watcher.onDidCreate(onChange),
        watcher.onDidChange(onChange),
        watcher.onDidDelete(onChange),
      ];
    });
    onChange();
  };
  watch();
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('bayes.runs.folder')) watch();
  });
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(watch);
  return {
    dispose() {
      settings.dispose();
      folders.dispose();
      for (const watcher of watchers) watcher.dispose();
    },
  };
}
