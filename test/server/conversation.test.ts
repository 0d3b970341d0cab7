/** An editing session over real standard input and output, with every request that the server answers. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  PublishDiagnosticsNotification,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { RUN_NOTIFICATION, type RunParams, TRUST_NOTIFICATION } from '../../server/protocol.ts';
import { type ServerUnderTest, startServer } from './client.ts';
import { radon, radonCsv } from './model.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-server-'));
const model = join(folder, 'radon.bayes');
const textDocument = { uri: pathToFileURL(model).href };
const wholeFile = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
let server: ServerUnderTest;

beforeAll(async () => {
  writeFileSync(join(folder, 'radon.csv'), radonCsv);
  server = await startServer(folder, { version: 1, trusted: true, hoverImages: true, editorCommands: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As editors save: whole at once, so that nobody reads half a file. */
function replaceFile(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.new`), text);
  renameSync(join(folder, `${name}.new`), join(folder, name));
}

const errors = (diagnostics: readonly { severity?: number; code?: unknown }[]) =>
  diagnostics.filter(({ severity }) => severity === 1).map(({ code }) => code);

describe('a session', () => {
  it('offers every feature', () => {
    expect(server.capabilities).toMatchObject({
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      inlayHintProvider: true,
      workspaceSymbolProvider: true,
    });
  });

  it('finds no error in a good model', async () => {
    expect(errors(await server.open(model, radon))).toEqual([]);
  });

  it('reports a mistake on the change that makes it, and offers its fix', async () => {
    const diagnostics = await server.edit(model, 'a[county_of] + b', 'a[county_off] + b');
    expect(errors(diagnostics)).toEqual(['unknown-name']);
    const { range } = diagnostics.find(({ severity }) => severity === 1) ?? { range: wholeFile };
    expect(range.start).toEqual(server.position(model, 'county_off'));
    const actions = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [] },
    });
    const [fix] = actions ?? [];
    expect(fix).toMatchObject({ kind: 'quickfix' });
    expect('edit' in fix && fix.edit?.changes?.[textDocument.uri][0].newText).toBe('county_of');
    expect(errors(await server.edit(model, 'a[county_off]', 'a[county_of]'))).toEqual([]);
  });

  it('checks the model again when its data file changes', async () => {
    const changed = { changes: [{ uri: pathToFileURL(join(folder, 'radon.csv')).href, type: 2 as const }] };
    // This client cannot watch files, so the server does.
    const broken = server.nextDiagnostics(model);
    replaceFile('radon.csv', radonCsv.replace('0.9,1,Anoka', '0.9,7,Anoka'));
    const [diagnostic] = (await broken).filter(({ severity }) => severity === 1);
    expect(diagnostic.code).toBe('data-range');
    expect(diagnostic.relatedInformation?.[0].location).toMatchObject({
      uri: changed.changes[0].uri,
      range: { start: { line: 4 } },
    });
    const fixed = server.nextDiagnostics(model);
    replaceFile('radon.csv', radonCsv);
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, changed);
    expect(errors(await fixed)).toEqual([]);
  });

  it('hovers a prior with its scale and a sketch', async () => {
    const position = server.position(model, 'mu_a    ~', 1);
    const hover = await server.connection.sendRequest(HoverRequest.type, { textDocument, position });
    const text = JSON.stringify(hover?.contents);
    expect(text).toContain('Normal');
    expect(text).toContain('sd 10');
    expect(text).toContain('data:image/svg+xml;base64,');
  });

  it('completes distributions after ~', async () => {
    await server.edit(model, 'param sigma   ~ HalfNormal(1)', 'param sigma   ~ Half');
    const position = server.position(model, '~ Half\n', 6);
    const items = await server.connection.sendRequest(CompletionRequest.type, { textDocument, position });
    const labels = (Array.isArray(items) ? items : (items?.items ?? [])).map(({ label }) => label);
    expect(labels).toContain('HalfNormal');
    expect(labels).not.toContain('county_of');
  });

  it('helps with the arguments of the call', async () => {
    await server.edit(model, '~ Half\n', '~ HalfNormal(1)\n');
    const position = server.position(model, 'Normal(mu, sigma)', 11);
    const help = await server.connection.sendRequest(SignatureHelpRequest.type, { textDocument, position });
    expect(help?.activeParameter).toBe(1);
    expect(help?.signatures[0].label).toContain('Normal(mu');
  });

  it('goes to definitions and finds references and highlights', async () => {
    const position = server.position(model, 'a[county_of]', 4);
    const target = await server.connection.sendRequest(DefinitionRequest.type, { textDocument, position });
    expect(target).toMatchObject({ range: { start: server.position(model, 'county_of : county') } });
    const context = { includeDeclaration: true };
    const all = await server.connection.sendRequest(ReferencesRequest.type, {
      textDocument,
      position,
      context,
    });
    expect(all).toHaveLength(2);
    const marks = await server.connection.sendRequest(DocumentHighlightRequest.type, {
      textDocument,
      position,
    });
    expect(marks?.map(({ kind }) => kind)).toEqual([3, 2]);
  });

  it('renames a dimension everywhere', async () => {
    const position = server.position(model, 'dim home, county', 12);
    const prepared = await server.connection.sendRequest(PrepareRenameRequest.type, {
      textDocument,
      position,
    });
    expect(prepared).toMatchObject({ placeholder: 'county' });
    const edit = await server.connection.sendRequest(RenameRequest.type, {
      textDocument,
      position,
      newName: 'region',
    });
    expect(edit?.changes?.[textDocument.uri]).toHaveLength(3);
  });

  it('refuses a rename that would break the model, with the reason', async () => {
    const position = server.position(model, 'param b ', 6);
    const request = server.connection.sendRequest(RenameRequest.type, {
      textDocument,
      position,
      newName: 'sigma',
    });
    await expect(request).rejects.toThrow('already the name of a parameter');
  });

  it('outlines, folds, colours, hints, and grows selections', async () => {
    const { connection } = server;
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(symbols?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['radon', 'home', 'county', 'data', 'mu_a', 'a', 'mu', 'log_radon', 'sample']),
    );
    const folds = await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    expect(folds).toHaveLength(1);
    const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    expect((tokens?.data.length ?? 0) % 5).toBe(0);
    const range = { start: { line: 0, character: 0 }, end: { line: 6, character: 0 } };
    const part = await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
    expect(part?.data.length).toBeLessThan(tokens?.data.length ?? 0);
    const hints = await connection.sendRequest(InlayHintRequest.type, { textDocument, range: wholeFile });
    expect(hints?.map(({ label }) => label)).toEqual([': real[home]']);
    const positions = [server.position(model, 'county_of] +', 3)];
    const [selection] =
      (await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions })) ?? [];
    expect(selection.parent?.range.end).not.toEqual(selection.range.end);
  });

  it('formats with the smallest edits', async () => {
    await server.edit(model, 'let mu = a', 'let mu=a');
    const options = { tabSize: 2, insertSpaces: true };
    const { connection } = server;
    const whole = await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    const near = whole?.filter(({ range }) => range.start.line === server.position(model, 'let mu=a').line);
    expect(near?.map(({ newText }) => newText)).toEqual([' ', ' ']);
    const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
    expect(
      await connection.sendRequest(DocumentRangeFormattingRequest.type, { textDocument, options, range }),
    ).toEqual([]);
    await server.edit(model, 'let mu=a', 'let mu = a');
  });

  it('offers Sample above the model', async () => {
    const lenses = await server.connection.sendRequest(CodeLensRequest.type, { textDocument });
    expect(lenses?.[0]).toMatchObject({
      command: { command: 'bayes.sample', arguments: [textDocument.uri] },
    });
  });

  it('finds symbols by the letters of their names', async () => {
    const found = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'sga' });
    expect(found?.map(({ name }) => name)).toEqual(['sigma_a', 'sigma']);
    writeFileSync(join(folder, 'closed.bayes'), 'param sigma_closed ~ HalfNormal(1)\n');
    const both = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'sga' });
    expect(both?.map(({ name }) => name)).toEqual(['sigma_a', 'sigma', 'sigma_closed']);
  });

  it('shows a run in hovers and hints, and says when it is provisional', async () => {
    const error = { mcse_mean: 0.005, mcse_sd: 0.004 };
    const row = { ...error, hdi_3: 0.6, hdi_97: 1.1, ess_bulk: 512, ess_tail: 430, r_hat: 1.02 };
    const run: RunParams = {
      uri: textDocument.uri,
      run: {
        pass: false,
        reasons: ['R-hat of `b` is 1.02'],
        modelText: server.textOf(model),
        rows: [{ name: 'b', mean: 0.8312, sd: 0.1234, ...row }],
      },
    };
    await server.connection.sendNotification(RUN_NOTIFICATION, run);
    const hints = await server.connection.sendRequest(InlayHintRequest.type, {
      textDocument,
      range: wholeFile,
    });
    expect(hints?.map(({ label }) => label)).toContain('≈ 0.83 ± 0.123 (provisional)');
    const position = server.position(model, 'param b ', 6);
    const hover = await server.connection.sendRequest(HoverRequest.type, { textDocument, position });
    expect(JSON.stringify(hover)).toContain('provisional');
  });

  it('obeys the settings', async () => {
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { bayes: { inlayHints: { shapes: false, posterior: false }, codeLens: { sample: false } } },
    });
    expect(
      await server.connection.sendRequest(InlayHintRequest.type, { textDocument, range: wholeFile }),
    ).toEqual([]);
    expect(await server.connection.sendRequest(CodeLensRequest.type, { textDocument })).toEqual([]);
  });

  it('forgets a closed model', async () => {
    const cleared = new Promise<number>((resolve) => {
      server.connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) =>
        resolve(diagnostics.length),
      );
    });
    await server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
    expect(await cleared).toBe(0);
    const position = { line: 0, character: 0 };
    expect(await server.connection.sendRequest(HoverRequest.type, { textDocument, position })).toBeNull();
  });

  it('ends with code 0 and a clean standard error', async () => {
    expect(await server.stop()).toBe(0);
    expect(server.stderr()).toBe('');
  });
});

describe('an untrusted workspace', () => {
  it('reads no file outside its folders until it is trusted', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'bayes-outside-'));
    const inside = mkdtempSync(join(tmpdir(), 'bayes-inside-'));
    writeFileSync(join(outside, 'secret.csv'), 'x\n1\n2\n');
    const untrusted = await startServer(inside, { version: 1, trusted: false });
    const path = join(inside, 'model.bayes');
    const source = `dim row\ndata from ${JSON.stringify(join(outside, 'secret.csv'))} { x : real[row] }\nparam m ~ Normal(0, 1)\nobserve x ~ Normal(m, 1)\n`;
    const before = await untrusted.open(path, source);
    expect(before.map(({ message }) => message).join()).toContain('trust');
    const after = untrusted.nextDiagnostics(path);
    await untrusted.connection.sendNotification(TRUST_NOTIFICATION);
    expect(errors(await after)).toEqual([]);
    expect(await untrusted.stop()).toBe(0);
    rmSync(outside, { recursive: true });
    rmSync(inside, { recursive: true });
  });
});
