/**
 * Wires the connection: each LSP request to one feature, each change to a new check. Also decides the server's
 * capabilities and when diagnostics are sent.
 */
import { sep } from 'node:path';
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { createCompilerDiagnostics } from './compiler-diagnostics.ts';
import { createDocuments, type Documents, type ModelDocument, pathOf } from './documents.ts';
import { draftOf } from './draft-request.ts';
import { codeActionKinds, codeActions } from './features/code-actions.ts';
import { codeLenses } from './features/code-lenses.ts';
import { completions, triggerCharacters } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { lspDiagnostics } from './features/diagnostics.ts';
import { foldingRanges } from './features/folding.ts';
import { formatted } from './features/formatting.ts';
import { documentHighlights } from './features/highlights.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { outline } from './features/outline.ts';
import { references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import { selectionRanges } from './features/selection-ranges.ts';
import { semanticTokens, semanticTokensLegend } from './features/semantic-tokens.ts';
import { signatureHelp } from './features/signature-help.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { createFileSource, type FileSource } from './file-source.ts';
import { createFileWatch } from './file-watch.ts';
import { guarded } from './guard-requests.ts';
import {
  DRAFT_REQUEST,
  type DraftAnswer,
  type DraftParams,
  RUN_NOTIFICATION,
  type RunParams,
  type RunSummary,
  SERVER_PROTOCOL_VERSION,
  TRUST_NOTIFICATION,
} from './protocol.ts';
import { mergeSettings, readInitializationOptions, type Session } from './session.ts';
import { createWorkspaceModels } from './workspace-models.ts';

/** Data files whose changes trigger a check of the models. */
const DATA_FILES = '**/*.{csv,tsv,tab,txt,json,parquet,arrow,feather}';

const emptySession: Session = {
  settings: mergeSettings(undefined),
  runs: new Map(),
  hoverImages: false,
  markdown: true,
  snippets: false,
  editorCommands: false,
};

export function serve(connection: Connection): void {
  const log = (message: string): void => connection.console.error(message);
  const onFault = (error: unknown): void =>
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const runs = new Map<string, RunSummary>();
  let session: Session = { ...emptySession, runs };
  let folders: string[] = [];
  let canWatch = false;
  let canConfigure = false;
  let canRefresh = false;
  const files: FileSource = createFileSource({ trusted: false, folders: [] });
  const documents: Documents = createDocuments({
    files,
    fallbackFolder: () => folders.at(0) ?? process.cwd(),
    onFault,
  });

  const models = createWorkspaceModels();
  const watch = createFileWatch(() => dataChanged());
  const compilerDiagnostics = createCompilerDiagnostics({
    documents: openDocuments,
    onFound: publish,
    onFault,
  });
  connection.onShutdown(() => {
    watch.dispose();
    compilerDiagnostics.dispose();
  });

  connection.onInitialize((params): InitializeResult => {
    const options = readInitializationOptions(params.initializationOptions);
    if (options.version !== undefined && options.version !== SERVER_PROTOCOL_VERSION) {
      connection.console.warn(
        `the client speaks version ${options.version}, the server ${SERVER_PROTOCOL_VERSION}`,
      );
    }
    folders = workspaceFolders(params);
    // Editors without workspace trust count as trusting every opened file.
    files.setTrusted(options.trusted ?? true);
    files.setFolders(folders);
    const { textDocument, workspace } = params.capabilities;
    canWatch = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    canConfigure = workspace?.configuration === true;
    canRefresh = workspace?.inlayHint?.refreshSupport === true;
    session = {
      ...session,
      settings: mergeSettings(options.settings),
      hoverImages: options.hoverImages === true,
      markdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
      snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
      editorCommands: options.editorCommands === true,
    };
    return { capabilities, serverInfo: { name: 'bayes', version: String(SERVER_PROTOCOL_VERSION) } };
  });

  connection.onInitialized(() => {
    const { client } = connection;
    if (canWatch) {
      client
        .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: DATA_FILES }] })
        .catch(onFault);
    }
    if (canConfigure) {
      client.register(DidChangeConfigurationNotification.type, { section: 'bayes' }).catch(onFault);
      void readSettings();
    }
  });

  async function readSettings(): Promise<void> {
    try {
      session = { ...session, settings: mergeSettings(await connection.workspace.getConfiguration('bayes')) };
      refresh();
    } catch (error) {
      onFault(error);
    }
  }
  connection.onDidChangeConfiguration(({ settings }: { settings?: { bayes?: unknown } }) => {
    if (canConfigure) return void readSettings();
    session = { ...session, settings: mergeSettings(settings?.bayes) };
    refresh();
  });

  /** Refreshes hints, tokens and diagnostics after changes other than of the text. */
  function refresh(): void {
    for (const uri of documents.uris()) schedule(uri);
    if (canRefresh) void connection.languages.inlayHint.refresh().catch(onFault);
  }

  // Diagnostics are sent after all pending changes, so that a burst of changes is checked once.
  const waiting = new Set<string>();
  function schedule(uri: string): void {
    if (waiting.size === 0) setImmediate(flush);
    waiting.add(uri);
  }
  function flush(): void {
    const uris = [...waiting];
    waiting.clear();
    for (const uri of uris) {
      const document = documents.get(uri);
      if (document === undefined) continue;
      publish(document);
    }
    compilerDiagnostics.schedule();
    watch.set(openDocuments().flatMap((document) => [...document.files.keys()].filter(isOurs)));
  }
  function publish(document: ModelDocument): void {
    const { uri, version } = document;
    const diagnostics = lspDiagnostics(document, session.settings, compilerDiagnostics.of(document));
    void connection.sendDiagnostics({ uri, version, diagnostics }).catch(onFault);
  }
  /** Whether the server has to watch a data file, because the editor only watches the workspace. */
  function isOurs(path: string): boolean {
    return !canWatch || !folders.some((folder) => path.startsWith(`${folder}${sep}`));
  }

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    documents.open(uri, version, text);
    schedule(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    documents.change(uri, version, contentChanges);
    schedule(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] }).catch(onFault);
  });
  connection.onDidSaveTextDocument(dataChanged);
  connection.onDidChangeWatchedFiles(dataChanged);
  function dataChanged(): void {
    const stale = documents.filesChanged();
    for (const uri of stale) schedule(uri);
    if (stale.length > 0 && canRefresh) void connection.languages.inlayHint.refresh().catch(onFault);
  }
  connection.onNotification(TRUST_NOTIFICATION, () => {
    files.setTrusted(true);
    dataChanged();
  });
  connection.onNotification(RUN_NOTIFICATION, ({ uri, run }: RunParams) => {
    if (run === undefined) runs.delete(uri);
    else runs.set(uri, run);
    if (canRefresh) void connection.languages.inlayHint.refresh().catch(onFault);
  });

  /** Registers a request on a document; answers `fallback` on an error or if the document is not open. */
  function on<P extends { textDocument: { uri: string } }, R>(
    name: string,
    fallback: R,
    handler: (document: ModelDocument, params: P) => R,
  ) {
    return guarded(name, log, fallback, (params: P): R => {
      const document = documents.get(params.textDocument.uri);
      return document === undefined ? fallback : handler(document, params);
    });
  }

  connection.onHover(
    on('hover', null, (document, { position }) =>
      hover(document, position, session, compilerDiagnostics.summedOut(document)),
    ),
  );
  connection.onCompletion(
    on('completion', [], (document, { position }) => completions(document, position, session)),
  );
  connection.onSignatureHelp(
    on('signatureHelp', null, (document, { position }) => signatureHelp(document, position)),
  );
  connection.onDefinition(on('definition', null, (document, { position }) => definition(document, position)));
  connection.onReferences(
    on('references', [], (document, { position, context }) => references(document, position, context)),
  );
  connection.onDocumentHighlight(
    on('highlight', [], (document, { position }) => documentHighlights(document, position)),
  );
  connection.onPrepareRename(
    on('prepareRename', null, (document, { position }) => prepareRename(document, position)),
  );
  connection.onRenameRequest(
    on('rename', null, (document, { position, newName }) => {
      const result = rename(document, position, newName);
      if (result.kind === 'refused') throw new ResponseError(ErrorCodes.InvalidRequest, result.message);
      return result.edit;
    }),
  );
  connection.onDocumentSymbol(on('outline', [], (document) => outline(document)));
  connection.onFoldingRanges(on('folding', [], (document) => foldingRanges(document)));
  connection.onSelectionRanges(
    on('selectionRanges', [], (document, { positions }) => selectionRanges(document, positions)),
  );
  connection.onDocumentFormatting(on('formatting', [], (document) => formatted(document)));
  connection.onDocumentRangeFormatting(
    on('rangeFormatting', [], (document, { range }) => formatted(document, range)),
  );
  connection.onCodeAction(
    on('codeAction', [], (document, params) =>
      codeActions(document, params, compilerDiagnostics.of(document)),
    ),
  );
  connection.onCodeLens(on('codeLens', [], (document) => codeLenses(document, session)));
  connection.languages.inlayHint.on(
    on('inlayHint', [], (document, { range }) => inlayHints(document, range, session)),
  );
  connection.languages.semanticTokens.on(
    on('semanticTokens', { data: [] }, (document) => semanticTokens(document)),
  );
  connection.languages.semanticTokens.onRange(
    on('semanticTokensRange', { data: [] }, (document, { range }) => semanticTokens(document, range)),
  );
  const draft = guarded<DraftParams, DraftAnswer>('draftModel', log, draftFault, (params) =>
    draftOf(params, files),
  );
  connection.onRequest(DRAFT_REQUEST, async (params: DraftParams): Promise<unknown> => draft(params));
  connection.onWorkspaceSymbol(
    guarded('workspaceSymbol', log, [], ({ query }) => {
      const closed = models.of(folders, new Set(documents.uris()));
      return workspaceSymbols([...openDocuments(), ...closed], query);
    }),
  );
  function openDocuments(): ModelDocument[] {
    return documents.uris().flatMap((uri) => documents.get(uri) ?? []);
  }

  connection.listen();
}

const draftFault: DraftAnswer = {
  kind: 'problem',
  message: 'the language server failed; see the output “Bayes Log”',
};

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [...triggerCharacters] },
  signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')'] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [...codeActionKinds] },
  codeLensProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  workspaceSymbolProvider: true,
  workspace: { workspaceFolders: { supported: true } },
};

function workspaceFolders(params: InitializeParams): string[] {
  const uris =
    params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
  const paths = uris.flatMap((uri) => pathOf(uri) ?? []);
  return paths.length > 0 || !params.rootPath ? paths : [params.rootPath];
}
