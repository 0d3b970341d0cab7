/** A client of the bundled language server over real standard input and output. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../../server/protocol.ts';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface ServerUnderTest {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult['capabilities'];
  open(path: string, text: string): Promise<readonly Diagnostic[]>;
  /** Replaces `find` by `text` as one incremental change; the diagnostics of the new version. */
  edit(path: string, find: string, text: string): Promise<readonly Diagnostic[]>;
  /** The same by offsets. */
  replace(path: string, start: number, end: number, text: string): Promise<readonly Diagnostic[]>;
  positionAt(path: string, offset: number): { line: number; character: number };
  /** The diagnostics that come next for a model, whatever causes them. */
  nextDiagnostics(path: string): Promise<readonly Diagnostic[]>;
  textOf(path: string): string;
  position(path: string, find: string, into?: number): { line: number; character: number };
  stderr(): string;
  /** The exit code after shutdown and exit. */
  stop(): Promise<number | null>;
}

export async function startServer(
  folder: string,
  options: InitializationOptions = {},
  command: readonly string[] = [join(root, 'dist', 'server.js'), '--stdio'],
): Promise<ServerUnderTest> {
  const child = spawn(process.execPath, command, { stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const texts = new Map<string, { version: number; text: string }>();
  const listeners: { uri: string; version?: number; resolve: (diagnostics: Diagnostic[]) => void }[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
    for (const listener of listeners.slice()) {
      if (listener.uri !== uri || (listener.version !== undefined && listener.version !== version)) continue;
      listeners.splice(listeners.indexOf(listener), 1);
      listener.resolve(diagnostics);
    }
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities: {
      textDocument: {
        hover: { contentFormat: ['markdown', 'plaintext'] },
        completion: { completionItem: { snippetSupport: true } },
      },
    },
    initializationOptions: options,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const uriOf = (path: string) => pathToFileURL(path).href;
  const wait = (path: string, version?: number) =>
    new Promise<Diagnostic[]>((resolve) => listeners.push({ uri: uriOf(path), version, resolve }));
  const current = (path: string) => {
    const found = texts.get(path);
    if (found === undefined) throw new Error(`${path} is not open`);
    return found;
  };
  const documentOf = (path: string) => TextDocument.create(uriOf(path), 'bayes', 0, current(path).text);

  async function replace(
    path: string,
    start: number,
    end: number,
    text: string,
  ): Promise<readonly Diagnostic[]> {
    const document = documentOf(path);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    const version = current(path).version + 1;
    // As the server will have it: an offset inside a line break or a surrogate pair is moved.
    texts.set(path, { version, text: TextDocument.applyEdits(document, [{ range, newText: text }]) });
    const diagnostics = wait(path, version);
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: uriOf(path), version },
      contentChanges: [{ range, text }],
    });
    return diagnostics;
  }

  return {
    connection,
    capabilities,
    async open(path, text) {
      texts.set(path, { version: 1, text });
      const diagnostics = wait(path, 1);
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uriOf(path), languageId: 'bayes', version: 1, text },
      });
      return diagnostics;
    },
    async edit(path, find, replacement) {
      const at = current(path).text.indexOf(find);
      if (at < 0) throw new Error(`“${find}” is not in the text`);
      return replace(path, at, at + find.length, replacement);
    },
    replace,
    positionAt: (path, offset) => documentOf(path).positionAt(offset),
    nextDiagnostics: (path) => wait(path),
    textOf: (path) => current(path).text,
    position(path, find, into = 0) {
      const at = current(path).text.indexOf(find);
      if (at < 0) throw new Error(`“${find}” is not in the text`);
      return documentOf(path).positionAt(at + into);
    },
    stderr: () => stderr,
    async stop() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      return exited;
    },
  };
}
