import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CompletionRequest, HoverRequest } from 'vscode-languageserver/node';
import { lspDiagnostics } from '../../server/features/diagnostics.ts';
import { startServer } from './client.ts';
import { radon, radonCsv, session } from './model.ts';
import { documentsOf, editAtRandom, models, randomEdit, randomSource } from './random-edits.ts';

/** Enough to reach every kind of edit in every example; `fuzz.slow.test.ts` goes on. */
const EDITS = 30;

describe('random editing', () => {
  it.each(models)('of %s', (name) => editAtRandom(name, EDITS));

  it('over standard input and output, answering after every edit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bayes-fuzz-'));
    const server = await startServer(folder, { version: 1, trusted: true });
    const path = join(folder, 'radon.bayes');
    const random = randomSource(4711);
    const { settings } = session();
    writeFileSync(join(folder, 'radon.csv'), radonCsv);
    await server.open(path, radon);
    for (let i = 0; i < 150; i++) {
      const text = server.textOf(path);
      const edit = i % 25 === 24 ? { start: 0, end: text.length, text: radon } : randomEdit(text, random);
      const told = await server.replace(path, edit.start, edit.end, edit.text);
      const position = server.positionAt(path, edit.start);
      const textDocument = { uri: pathToFileURL(path).href };
      await server.connection.sendRequest(HoverRequest.type, { textDocument, position });
      await server.connection.sendRequest(CompletionRequest.type, { textDocument, position });
      const fresh = documentsOf();
      fresh.open(textDocument.uri, 1, server.textOf(path));
      const expected = fresh.get(textDocument.uri);
      expect(told).toEqual(expected && JSON.parse(JSON.stringify(lspDiagnostics(expected, settings))));
    }
    expect(await server.stop()).toBe(0);
    expect(server.stderr()).toBe('');
    rmSync(folder, { recursive: true });
  });
});
