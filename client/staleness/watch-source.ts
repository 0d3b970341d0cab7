/**
 * Watches the sources of results: the model's text in the editor or on disk, its data files, and the checker's
 * diagnostics. Each watch notifies its listener when the comparison changes.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import type { Staleness } from '../../webview/protocol.ts';
import { compareSource, fresh, type RunSource } from './compare-source.ts';

export interface SourceWatch extends vscode.Disposable {
  readonly staleness: Staleness;
}

export type WatchSource = (source: RunSource, onChange: (staleness: Staleness) => void) => SourceWatch;

/** Debounce of keystrokes. */
const QUIET_MS = 50;

export function createWatchSource(): WatchSource {
  const hashOf = createHashReader();
  return (source, onChange) => watchSource(source, onChange, hashOf);
}

type HashOf = (file: string) => Promise<string | null>;

function watchSource(
  source: RunSource,
  onChange: (staleness: Staleness) => void,
  hashOf: HashOf,
): SourceWatch {
  const uri = vscode.Uri.parse(source.uri);
  const files = [...new Set(source.data.map(({ file }) => file))];
  let staleness = fresh;
  let hashes: ReadonlyMap<string, string | null> = new Map();
  let sawErrors = false;
  let isFixed = false;
  let isDisposed = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = 0;

  const documentOf = () => vscode.workspace.textDocuments.find((open) => open.uri.toString() === source.uri);

  /** Updates `isFixed`. A closed document has no diagnostics, so earlier errors are forgotten. */
  function check(): void {
    if (documentOf() === undefined) {
      sawErrors = false;
      return;
    }
    const hasErrors = vscode.languages
      .getDiagnostics(uri)
      // Errors of the run itself remain until the next run.
      .some(({ severity, code }) => severity === vscode.DiagnosticSeverity.Error && code !== 'bad-start');
    isFixed = sawErrors && !hasErrors;
    sawErrors ||= hasErrors;
  }

  async function compare(): Promise<void> {
    const mine = ++turn;
    const modelText = documentOf()?.getText() ?? (await textOnDisk(uri));
    if (isDisposed || mine !== turn) return;
    const next = compareSource(source, { modelText, hashes, isFixed });
    if (JSON.stringify(next) === JSON.stringify(staleness)) return;
    staleness = next;
    onChange(next);
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void compare();
    }, QUIET_MS);
  }

  async function readData(): Promise<void> {
    const read = await Promise.all(files.map(async (file) => [file, await hashOf(file)] as const));
    hashes = new Map(read);
    schedule();
  }

  const isOurs = (other: vscode.Uri) => other.toString() === source.uri;
  const watchers = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document }) => isOurs(document.uri) && schedule()),
    vscode.workspace.onDidOpenTextDocument((document) => isOurs(document.uri) && schedule()),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (!isOurs(document.uri)) return;
      check();
      schedule();
    }),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some(isOurs)) return;
      check();
      schedule();
    }),
    // Writes of other programs outside the workspace may not cause an event.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      void readData();
    }),
    ...(uri.scheme === 'file' ? [onFileChange(uri.fsPath, schedule)] : []),
    ...files.map((file) => onFileChange(file, () => void readData())),
  );
  check();
  void readData();

  return {
    get staleness() {
      return staleness;
    },
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      watchers.dispose();
    },
  };
}

function onFileChange(file: string, listener: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(
    vscode.Uri.file(path.dirname(file)),
    globOf(path.basename(file)),
  );
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(listener),
    watcher.onDidChange(listener),
    watcher.onDidDelete(listener),
  );
}

/** Replaces wildcard characters of the name by `?`. */
const globOf = (name: string): string => name.replaceAll(/[[\]{}*?!,]/g, '?');

async function textOnDisk(uri: vscode.Uri): Promise<string | null> {
  return uri.scheme === 'file' ? readFile(uri.fsPath, 'utf8').catch(() => null) : null;
}

const MOST_KNOWN = 1000;

/** SHA-256 of files, null where one cannot be read; cached until a file is written. */
function createHashReader(): HashOf {
  const known = new Map<string, { readonly key: string; readonly hash: string }>();
  return async (file) => {
    try {
      const { size, mtimeMs } = await stat(file);
      const key = `${size} ${mtimeMs}`;
      const last = known.get(file);
      if (last?.key === key) return last.hash;
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      const found = hash.digest('hex');
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(file, { key, hash: found });
      return found;
    } catch {
      return null;
    }
  };
}
