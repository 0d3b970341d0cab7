/** Compared runs as a page: one panel for each set of runs. A page that was hidden asks for its state again. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ComparedRun } from '../../sampler/report/compared-run.ts';
import {
  COMPARISON_VERSION,
  type ComparisonIdentity,
  type ComparisonViewId,
  type FromComparison,
  type ToComparison,
} from '../../webview/comparison-protocol.ts';
import { type Asking, createAsking } from '../panel/asking.ts';
import { loadPage, restorePanels } from '../panel/page-panel.ts';
import { savedFields } from '../panel/saved-identity.ts';
import { postTo, type ShownPanel } from '../panel/shown-panel.ts';
import { decodeAnswer } from '../results-page/page-messages.ts';
import { saveFile, saveHtml } from '../results-page/save-files.ts';
import { modelUri } from '../run-history/run-documents.ts';
import type { SamplerHost } from '../sampler-host.ts';
import { unreachable } from '../unreachable.ts';
import { readCompared } from './compared-runs.ts';

const VIEW_TYPE = 'bayes.comparison';

interface ComparisonPageParts {
  readonly host: SamplerHost;
  readonly extensionUri: vscode.Uri;
  /** Shows the results page of a run. */
  openRun(folder: string): Promise<void>;
  log(text: string): void;
}

interface ComparisonPage extends vscode.Disposable {
  /** Shows the runs in these folders, oldest first. */
  open(folders: readonly string[], view?: ComparisonViewId): Promise<void>;
}

interface Shown extends ShownPanel {
  readonly identity: ComparisonIdentity;
  runs: readonly ComparedRun[];
  /** View to show once the page listens. */
  view: ComparisonViewId | null;
  isListening: boolean;
  /** Questions that can be cancelled. */
  readonly asking: Asking;
}

export function createComparisonPage({
  host,
  extensionUri,
  openRun,
  log,
}: ComparisonPageParts): ComparisonPage {
  let shown: Shown[] = [];
  const post: (entry: Shown, message: ToComparison) => void = postTo;

  function adopt(
    panel: vscode.WebviewPanel,
    identity: ComparisonIdentity,
    view: ComparisonViewId | null,
  ): void {
    const entry: Shown = {
      panel,
      isClosed: false,
      identity,
      runs: [],
      view,
      isListening: false,
      asking: createAsking(() => new vscode.CancellationTokenSource()),
    };
    shown.push(entry);
    panel.webview.onDidReceiveMessage((message: FromComparison) => handle(entry, message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) entry.isListening = false;
    });
    panel.onDidDispose(() => {
      entry.isClosed = true;
      entry.asking.cancelAll();
      shown = shown.filter((other) => other !== entry);
    });
    loadPage(panel, 'comparison', extensionUri);
  }

  async function send(entry: Shown): Promise<void> {
    const found = await readCompared(entry.identity.folders);
    if (entry.isClosed) return;
    entry.runs = found;
    const { identity, view } = entry;
    entry.view = null;
    if (found.length > 0) entry.panel.title = titleOf(found);
    post(entry, {
      kind: 'comparison',
      identity,
      runs: found,
      missing: identity.folders.length - found.length,
      view,
    });
  }

  async function handle(entry: Shown, message: FromComparison): Promise<void> {
    const run = 'run' in message ? entry.runs[message.run] : undefined;
    switch (message.kind) {
      case 'ready':
        entry.isListening = true;
        return send(entry);
      case 'ask': {
        if (run === undefined) return;
        const answer = await entry.asking.ask(message.id, async (token) =>
          decodeAnswer(await host.askRun(run.header.folder, message.question, token)),
        );
        return post(entry, { kind: 'answer', id: message.id, answer });
      }
      case 'ask-together': {
        const runs = entry.runs.map(({ header, letter: name }) => ({ folder: header.folder, name }));
        const { id, question } = message;
        const answer = await entry.asking.ask(id, (token) => host.askRuns({ runs, question }, token));
        return post(entry, { kind: 'answer', id: message.id, answer });
      }
      case 'cancel-ask':
        return entry.asking.cancel(message.id);
      case 'open-run':
        return run === undefined ? undefined : openRun(run.header.folder);
      case 'show-difference':
        return run === undefined ? undefined : showDifference(entry.runs[0], run);
      case 'save-report': {
        const folders = entry.runs.map(({ header }) => header.folder);
        const models = modelsOf(entry.runs);
        const modelPath = entry.runs[0]?.header.modelPath ?? '';
        const name = `${models.join('-')}-comparison.html`;
        return saveHtml({ modelPath, name, what: `the comparison of ${models.join(', ')}` }, (file) =>
          host.saveComparison({ folders, file }),
        );
      }
      case 'save': {
        const place = path.dirname(entry.runs[0]?.header.modelPath ?? '');
        const name = await saveFile(place, message.name, message.content);
        return post(entry, { kind: 'saved', id: message.id, name });
      }
      case 'error':
        return log(`comparison page: ${message.message}`);
      default:
        return unreachable(message);
    }
  }

  const serializer = restorePanels(VIEW_TYPE, savedIdentity, (panel, identity: ComparisonIdentity) =>
    adopt(panel, identity, null),
  );

  return {
    async open(folders, view) {
      const key = (list: readonly string[]) => list.join('\n');
      const known = shown.find(({ identity }) => key(identity.folders) === key(folders));
      if (known === undefined) {
        const panel = vscode.window.createWebviewPanel(
          VIEW_TYPE,
          folders.length === 1 ? 'Evidence' : `${folders.length} runs`,
          vscode.ViewColumn.Active,
          { enableFindWidget: true },
        );
        return adopt(panel, { version: COMPARISON_VERSION, folders }, view ?? null);
      }
      known.view = view ?? null;
      known.panel.reveal(undefined, false);
      if (known.isListening) await send(known);
    },
    dispose() {
      serializer.dispose();
      for (const { panel } of shown) panel.dispose();
    },
  };
}

function modelsOf(runs: readonly ComparedRun[]): readonly string[] {
  return [...new Set(runs.map(({ header }) => header.model))];
}

function titleOf(runs: readonly ComparedRun[]): string {
  const models = modelsOf(runs);
  return runs.length === 1 ? `${models[0]}: evidence` : `${models.join(', ')}: ${runs.length} runs`;
}

async function showDifference(first: ComparedRun, other: ComparedRun): Promise<void> {
  const [left, right] = [first, other].map(({ header }) => modelUri({ folder: header.folder, header }));
  await vscode.commands.executeCommand(
    'vscode.diff',
    left,
    right,
    `${first.letter} ${first.header.model} ↔ ${other.letter} ${other.header.model}`,
  );
}

/** From the saved state of the page; null if of another version. */
function savedIdentity(state: unknown): ComparisonIdentity | null {
  const folders = savedFields(state, COMPARISON_VERSION)?.folders;
  if (!Array.isArray(folders)) return null;
  return {
    version: COMPARISON_VERSION,
    folders: folders.filter((folder): folder is string => typeof folder === 'string'),
  };
}
