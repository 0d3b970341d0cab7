/**
 * Random editing of the examples: the server must never throw, and after each edit report exactly what it reports for
 * the same text when newly opened.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'vitest';
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
import { session } from './model.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
export const models: readonly string[] = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.bayes'),
);
/** xorshift32: the same edits on every machine. */
export function randomSource(seed: number): (below: number) => number {
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

export function randomEdit(text: string, random: (below: number) => number): Edit {
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

export function documentsOf(): Documents {
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

/** Edits the example `name` at random, `count` times. */
export function editAtRandom(name: string, count: number): void {
  const path = join(examples, name);
  const uri = pathToFileURL(path).href;
  const original = readFileSync(path, 'utf8');
  const random = randomSource(0x9e3779b9 ^ (models.indexOf(name) * 7919));
  const documents = documentsOf();
  let text = original;
  documents.open(uri, 0, text);
  for (let version = 1; version <= count; version++) {
    // Resets to the whole model now and then, so that most edits apply to a nearly valid text.
    const edit =
      version % 25 === 0 ? { start: 0, end: text.length, text: original } : randomEdit(text, random);
    const before = documents.get(uri);
    if (before === undefined) throw new Error('the document was lost');
    const range = { start: before.text.positionAt(edit.start), end: before.text.positionAt(edit.end) };
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    documents.change(uri, version, [{ range, text: edit.text }]);
    const document = documents.get(uri);
    if (document === undefined) throw new Error('the document was lost');
    // Offsets inside a surrogate pair are moved by the position's rounding; `text` is the server's.
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
      for (const answer of features(document, Math.min(edit.start, text.length))) answer();
    }
  }
}
