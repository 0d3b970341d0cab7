/** What a server meets in a real folder: huge and binary files, files that come and go, odd line ends, haste. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  RenameRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { type ServerUnderTest, startServer } from './client.ts';
import { radon, radonCsv } from './model.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-robust-'));
const at = (name: string) => join(folder, name);
const uriOf = (name: string) => pathToFileURL(at(name)).href;
let server: ServerUnderTest;

beforeAll(async () => {
  writeFileSync(at('radon.csv'), radonCsv);
  server = await startServer(folder, { version: 1, trusted: true });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  expect(server.stderr()).toBe('');
  rmSync(folder, { recursive: true });
});

/** Every request that looks at the whole document; each must answer. */
async function ask(name: string): Promise<void> {
  const textDocument = { uri: uriOf(name) };
  const position = { line: 1, character: 8 };
  const range = { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } };
  const options = { tabSize: 2, insertSpaces: true };
  const { connection } = server;
  await connection.sendRequest(HoverRequest.type, { textDocument, position });
  await connection.sendRequest(CompletionRequest.type, { textDocument, position });
  await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  await connection.sendRequest(InlayHintRequest.type, { textDocument, range });
  await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
}

describe('size', () => {
  it('refuses a model of 5 MB in one message, and says where numbers belong', async () => {
    const text = 'param a ~ Normal(0, 1)\n'.repeat(220_000);
    const found = await server.open(at('huge.bayes'), text);
    expect(found).toHaveLength(1);
    expect(found[0].message).toContain('at most 2000000 characters');
    await ask('huge.bayes');
    // Made small again, it is a model as any other.
    expect(await server.replace(at('huge.bayes'), 23, text.length, '')).toEqual([]);
  });

  it('reads a data file of 5 MB once, and checks against it at each edit', async () => {
    writeFileSync(at('big.csv'), `x,y\n${'1.25,2.5\n'.repeat(600_000)}`);
    const text = `dim r\ndata from "big.csv" { x : real[r]   y : real[r] }\nparam b ~ Normal(0, 1)\nobserve y ~ Normal(b * x, 1)\n`;
    expect(await server.open(at('data.bayes'), text)).toEqual([]);
    expect(await server.edit(at('data.bayes'), 'b * x', 'b *  x')).toEqual([]);
  });

  it('finds the names of 200 models that are not open', async () => {
    for (let i = 0; i < 200; i++) writeFileSync(at(`model-${i}.bayes`), `param effect_${i} ~ Normal(0, 1)\n`);
    const found = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'effect_1' });
    expect(found?.filter(({ name }) => name === 'effect_199')).toHaveLength(1);
  });
});

describe('bytes that are no model', () => {
  it('answers on a binary file', async () => {
    const text = Array.from({ length: 50_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('');
    const found = await server.open(at('binary.bayes'), text);
    expect(found.length).toBeGreaterThan(0);
    await ask('binary.bayes');
  });

  it('says what is wrong with a binary data file', async () => {
    writeFileSync(at('binary.csv'), Buffer.from([0, 1, 2, 3, 255, 254, 0, 10, 0]));
    const found = await server.open(at('reads.bayes'), 'dim r\ndata from "binary.csv" { x : real[r] }\n');
    expect(found.map(({ code }) => code)).toContain('data-format');
  });
});

describe('files that come and go', () => {
  it('continues when the data and the model are deleted while it is open', async () => {
    writeFileSync(at('radon.bayes'), radon);
    const errors = (found: readonly { severity?: number; code?: unknown }[]) =>
      found.filter(({ severity }) => severity === 1).map(({ code }) => code);
    expect(errors(await server.open(at('radon.bayes'), radon))).toEqual([]);
    unlinkSync(at('radon.bayes'));
    await ask('radon.bayes');
    const gone = server.nextDiagnostics(at('radon.bayes'));
    unlinkSync(at('radon.csv'));
    expect(errors(await gone)).toEqual(['data-file']);
    const back = server.nextDiagnostics(at('radon.bayes'));
    writeFileSync(at('radon.csv.new'), radonCsv);
    writeFileSync(at('radon.csv'), radonCsv);
    expect(errors(await back)).toEqual([]);
  });

  it('opens, changes and closes in haste without a word on standard error', async () => {
    const { connection } = server;
    for (let i = 0; i < 100; i++) {
      const textDocument = {
        uri: uriOf(`hasty-${i % 7}.bayes`),
        languageId: 'bayes',
        version: 1,
        text: radon,
      };
      const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: textDocument.uri, version: 2 },
        contentChanges: [{ range, text: '~' }],
      });
      await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
      // For a document that is not open any more, and for a change of one.
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: textDocument.uri, version: 3 },
        contentChanges: [{ range, text: '~' }],
      });
      const hover = await connection.sendRequest(HoverRequest.type, { textDocument, position: range.start });
      expect(hover).toBeNull();
    }
  });

  it('gives up requests that are cancelled', async () => {
    const textDocument = { uri: uriOf('radon.bayes') };
    const position = { line: 1, character: 1 };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => {
        const source = new CancellationTokenSource();
        const answer = server.connection.sendRequest(
          HoverRequest.type,
          { textDocument, position },
          source.token,
        );
        source.cancel();
        return answer;
      }),
    );
    expect(outcomes.map(({ status }) => status)).toContain('rejected');
    await ask('radon.bayes');
  });
});

describe('characters', () => {
  const windows =
    '# 🏠 tabs\there\r\ndim home\r\n\r\nparam µ\t~ Normal(0, 1)\t# 𝛍 is not µ\r\nlet twice = 2 * µ\r\n';

  it('keeps its places with CRLF, tabs and characters of two units', async () => {
    const path = at('windows.bayes');
    const found = await server.open(path, `${windows}observe y ~ Normal(twice, 1)\r\n`);
    const unknown = found.find(({ code }) => code === 'unknown-name');
    expect(unknown?.range).toEqual({ start: { line: 5, character: 8 }, end: { line: 5, character: 9 } });
    await server.edit(path, 'observe y', 'data { y : real = 1.5 } observe y');
    // An emoji goes in and half of another line goes out; the rest stays where it is.
    const after = await server.edit(path, '🏠', '🏡🏡');
    expect(after.filter(({ severity }) => severity === 1)).toEqual([]);
    const textDocument = { uri: uriOf('windows.bayes') };
    const edit = await server.connection.sendRequest(RenameRequest.type, {
      textDocument,
      position: server.position(path, '2 * µ', 4),
      newName: 'location',
    });
    expect(edit?.changes?.[textDocument.uri].map(({ range }) => range.start)).toEqual([
      { line: 3, character: 6 },
      { line: 4, character: 16 },
    ]);
  });

  it('formats a file with CRLF without touching what is right', async () => {
    await server.open(at('crlf.bayes'), 'param a~Normal(0, 1)\r\nparam b ~ Normal(0, 1)\r\n');
    const edits = await server.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri: uriOf('crlf.bayes') },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(edits?.every(({ range }) => range.start.line === 0)).toBe(true);
    expect(edits?.map(({ newText }) => newText)).toEqual([' ', ' ']);
  });
});
