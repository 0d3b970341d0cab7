/**
 * Random editing of the examples: the server never throws, never hangs, and after each edit tells exactly what
 * a fresh reading of the same text tells. `BAYES_FUZZ_EDITS` sets the number of edits.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CompletionRequest, HoverRequest } from 'vscode-languageserver/node';
import { createDocuments, type Documents, type ModelDocument } from '../../server/documents.ts';
import { codeActions } from '../../server/features/code-actions.ts';
import { completions } from '../../server/features/completion.ts';
import { definition } from '../../server/features/definition.ts';
import { lspDiagnostics } from '../../server/features/diagnostics.ts';
import { foldingRanges } from '../../server/features/folding.ts';
import { formatted } from '../../server/features/formatting.ts';
import { hover } from '../../server/features/hover.ts';
import { inlayHints } from '../../server/features/inlay-hints.ts';
import { outline } from '../../server/features/outline.ts';
import { references } from '../../server/features/references.ts';
import { rename } from '../../server/features/rename.ts';
import { selectionRanges } from '../../server/features/selection-ranges.ts';
import { semanticTokens } from '../../server/features/semantic-tokens.ts';
import { signatureHelp } from '../../server/features/signature-help.ts';
import { createFileSource } from '../../server/file-source.ts';
import { startServer } from './client.ts';
import { radon, radonCsv, session } from './model.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
const edits = Number(process.env.BAYES_FUZZ_EDITS ?? 2000);
const models = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.bayes'),
);
/** Processor time, so that other work on the machine does not count. */
const BUDGET_MS = 200;

/** xorshift32: the same edits on every machine. */
function randomSource(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const fragments = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    '~',
    '=',
    ':',
    ',',
    '..',
    '+',
    '-',
    '*',
    '^',
    '@',
    '#',
    '\n',
    ' ',
    '.',
    '?',
  ],
  ...[
    'param x ~ Normal(0, 1)\n',
    'let y = ',
    'observe ',
    'dim d\n',
    'sum(x over ',
    ' in 0..',
    'for i in ',
    'if ',
  ],
  ...[
    '0',
    '1e308',
    '-1',
    'é',
    '😀',
    '\u2028',
    '\r\n',
    '\t',
    'Mixture(',
    '[i in d]',
    '"Anoka"',
    'then',
    'else',
  ],
];

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function randomEdit(text: string, random: (below: number) => number): Edit {
  const start = random(text.length + 1);
  switch (random(5)) {
    case 0:
      return { start, end: Math.min(text.length, start + 1 + random(3)), text: '' };
    case 1:
      return { start, end: Math.min(text.length, start + random(40)), text: '' };
    case 2: {
      // A piece of the text itself, somewhere else: words of the language in the wrong place.
      const from = random(text.length + 1);
      return { start, end: start, text: text.slice(from, from + random(30)) };
    }
    default:
      return { start, end: start, text: fragments[random(fragments.length)] };
  }
}

function documentsOf(): Documents {
  return createDocuments({
    files: createFileSource({ trusted: true, folders: [] }),
    fallbackFolder: () => examples,
    onFault(error) {
      throw error;
    },
  });
}

/** Every feature at one place. */
function features(document: ModelDocument, offset: number): (() => unknown)[] {
  const position = document.text.positionAt(offset);
  const range = { start: position, end: position };
  const end = document.text.positionAt(document.text.getText().length);
  const wholeFile = { start: { line: 0, character: 0 }, end };
  const now = session();
  return [
    () => hover(document, position, now),
    () => {
      const items = completions(document, position, now);
      expect(items.every(({ label }) => label !== '')).toBe(true);
    },
    () => signatureHelp(document, position),
    () => definition(document, position),
    () => references(document, position, { includeDeclaration: true }),
    () => rename(document, position, 'renamed'),
    () => outline(document),
    () => foldingRanges(document),
    () => selectionRanges(document, [position]),
    () => semanticTokens(document),
    () => inlayHints(document, wholeFile, now),
    () => codeActions(document, { textDocument: document, range, context: { diagnostics: [] } }),
    () => formatted(document),
  ];
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('random editing', () => {
  it.each(models.map((name, i) => [name, i] as const))('of %s', (name, i) => {
    const path = join(examples, name);
    const uri = pathToFileURL(path).href;
    const original = readFileSync(path, 'utf8');
    const random = randomSource(0x9e3779b9 ^ (i * 7919));
    const documents = documentsOf();
    let text = original;
    documents.open(uri, 0, text);
    const count = Math.ceil(edits / models.length);
    let slowest = 0;
    for (let version = 1; version <= count; version++) {
      // Back to the whole model now and then: most edits should meet a text that is nearly right.
      const edit =
        version % 25 === 0 ? { start: 0, end: text.length, text: original } : randomEdit(text, random);
      const before = documents.get(uri);
      if (before === undefined) throw new Error('the document was lost');
      const range = { start: before.text.positionAt(edit.start), end: before.text.positionAt(edit.end) };
      text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      let document: ModelDocument | undefined;
      slowest = Math.max(
        slowest,
        processorMs(() => {
          documents.change(uri, version, [{ range, text: edit.text }]);
          document = documents.get(uri);
        }),
      );
      if (document === undefined) throw new Error('the document was lost');
      // Offsets inside a surrogate pair are moved by the position's rounding; the text told is the server's.
      text = document.text.getText();
      const fresh = documentsOf();
      fresh.open(uri, version, text);
      const expected = fresh.get(uri);
      const { settings } = session();
      if (expected === undefined) throw new Error('the document was lost');
      const told = JSON.stringify(lspDiagnostics(document, settings));
      if (told !== JSON.stringify(lspDiagnostics(expected, settings))) {
        expect(told, `after edit ${version} of ${JSON.stringify(text)}`).toBe(
          JSON.stringify(lspDiagnostics(expected, settings)),
        );
      }
      if (version % 5 === 0) {
        const here = document;
        const offset = Math.min(edit.start, text.length);
        slowest = Math.max(slowest, ...features(here, offset).map(processorMs));
      }
    }
    expect(slowest).toBeLessThan(BUDGET_MS);
  });

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
