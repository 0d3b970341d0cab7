/**
 * What the editor knows of each statement and of each word within one: completion, hover, outline, folding, rename,
 * colours of names and of syntax. A statement that is new to the grammar has to have a row.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { statementKeywords } from '../../../grammar/syntax/tokens.ts';
import { completions } from '../../../server/features/completion.ts';
import { foldingRanges } from '../../../server/features/folding.ts';
import { hover } from '../../../server/features/hover.ts';
import { outline } from '../../../server/features/outline.ts';
import { rename } from '../../../server/features/rename.ts';
import { semanticTokens } from '../../../server/features/semantic-tokens.ts';
import { colour, loadGrammar } from '../../syntaxes/tokenize.ts';
import { edited, session, snippet, uri } from '../model.ts';

const files = { 'f.csv': 'y,x,s\n1,2,A\n3,4,B\n2,6,A\n', 'new.csv': 'x\n1\n' };

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

interface Statement {
  /** What stands before it. */
  readonly before?: string;
  /** On several lines, so that it folds. */
  readonly text: string;
  readonly after?: string;
  /** A name that it declares or uses, twice in the program at least; null where it has none of its own. */
  readonly name: string | null;
  /** Its first line of the outline. */
  readonly outline: string;
}

const rows = 'dim row\ndata { x : real[row] = [1, 2, 3]  y : real[row] = [1, 3, 2] }\n';
const line = `${rows}param b ~ Normal(0, 1)\nobserve y ~ Normal(b * x, 1)\n`;

const statements: Readonly<Record<string, Statement>> = {
  model: { text: 'model\n  radon\n', after: 'param a ~ Normal(0, 1)\n', name: null, outline: 'radon' },
  dim: { text: 'dim a,\n  k = 3\n', after: 'param p[k] ~ Normal(0, 1)\n', name: 'k', outline: 'a' },
  data: {
    text: 'data {\n  z : real = 1\n  w : real = 2\n}\n',
    after: 'let c = w + z\n',
    name: 'z',
    outline: 'data',
  },
  param: { text: 'param c ~ Normal(\n  0,\n  1)\n', after: 'let d = c\n', name: 'c', outline: 'c' },
  let: { text: 'let c =\n  1 +\n  2\n', after: 'let d = c\n', name: 'c', outline: 'c' },
  deterministic: { text: 'deterministic c =\n  1 +\n  2\n', after: 'let d = c\n', name: 'c', outline: 'c' },
  draw: { text: 'draw c ~ Normal(\n  0,\n  1)\n', after: 'deterministic d = c\n', name: 'c', outline: 'c' },
  observe: { before: rows, text: 'observe y ~ Normal(\n  x,\n  1)\n', name: 'y', outline: 'y' },
  potential: {
    before: 'param a ~ Normal(0, 1)\n',
    text: 'potential c =\n  -a\n  - a^2\n',
    name: 'a',
    outline: 'c',
  },
  fun: { text: 'fun f(t) =\n  t +\n  1\n', after: 'let d = f(2)\n', name: 'f', outline: 'f' },
  distribution: {
    text: 'distribution D(m) in 0.. {\n  logpdf(v) = log(m) - m * v\n  draw = -log(uniform()) / m\n}\n',
    after: 'param c ~ D(2)\n',
    name: 'D',
    outline: 'D',
  },
  predict: { before: line, text: 'predict late {\n  x = [3, 4]\n}\n', name: 'x', outline: 'late' },
  formula: {
    before: rows,
    text: 'formula "y ~ x"\n  family Normal\n  prior sigma ~ HalfNormal(1)\n',
    name: 'y',
    outline: 'y ~ x',
  },
  sample: {
    before: line,
    text: 'sample {\n  init = { b = 1 },\n  chains = 4\n}\n',
    name: 'b',
    outline: 'sample',
  },
  advi: { before: line, text: 'advi {\n  draws = 1000,\n  seed = 1\n}\n', name: null, outline: 'advi' },
  pathfinder: {
    before: line,
    text: 'pathfinder {\n  draws = 1000,\n  seed = 1\n}\n',
    name: null,
    outline: 'pathfinder',
  },
  test: {
    before: line,
    text: 'test recovers {\n  b = 1,\n  n = 20\n}\n',
    name: 'b',
    outline: 'test recovers',
  },
};

test('every statement of the grammar has a row', () => {
  expect(Object.keys(statements).sort()).toEqual([...statementKeywords.keys()].sort());
});

describe.each(Object.entries(statements))(
  '%s',
  (keyword, { before = '', text, after = '', name, outline: item }) => {
    const program = before + text + after;
    const at = before.length;
    const withCursor = (offset: number) => `${program.slice(0, offset)}‸${program.slice(offset)}`;

    test('is a program without errors', () => {
      const { diagnostics } = snippet(program, files).document;
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test('is completed where a line begins', () => {
      const s = snippet(`${before}${keyword.slice(0, 2)}‸`, files);
      expect(completions(s.document, s.position, session()).map(({ label }) => label)).toContain(keyword);
    });

    test('has a hover', () => {
      expect(hoverText(withCursor(at + 1))).toContain(`**${keyword}**`);
    });

    test('is in the outline', () => {
      const { document } = snippet(program, files);
      const inside = outline(document).find(({ range }) => document.text.offsetAt(range.start) >= at);
      expect(inside?.name).toBe(item);
    });

    test('folds', () => {
      const { document } = snippet(program, files);
      const first = document.text.positionAt(at).line;
      const lines = text.trimEnd().split('\n').length;
      // The line of the closing brace stays.
      const hidden = lines - (/\n[})]$/.test(text.trimEnd()) ? 2 : 1);
      const expected = hidden > 0 ? [{ startLine: first, endLine: first + hidden }] : [];
      expect(foldingRanges(document).filter(({ startLine }) => startLine === first)).toEqual(expected);
    });

    test('colours its word', () => {
      const [piece] = colour(grammar, text);
      expect(piece.text).toBe(keyword);
      expect(piece.scopes.at(-1)).toMatch(/^keyword\./);
    });

    if (name === null) return;
    test('renames its name, everywhere, and colours it by its kind', () => {
      const s = snippet(withCursor(wordIn(program, name, at)), files);
      const result = rename(s.document, s.position, 'renamed');
      expect(result.kind).toBe('edit');
      if (result.kind !== 'edit') return;
      const renamed = edited(s, result.edit.changes?.[uri] ?? []);
      expect(renamed).not.toMatch(new RegExp(`(?<![\\w"])${name}\\b(?=[^"\\n]*$)`, 'm'));
      const again = snippet(renamed, files).document.diagnostics;
      expect(again.filter(({ severity }) => severity === 'error')).toEqual([]);
      const coloured = tokensOf(program).filter((token) => token === name);
      expect(coloured.length).toBeGreaterThanOrEqual(2);
    });
  },
);

/** A word that is one only where it stands: its program, with the cursor in it, and what completion is asked behind. */
const words: readonly (readonly [word: string, program: string])[] = [
  ['from', 'dim row\ndata fr‸om "f.csv" { y : real[row] }'],
  ['by', 'dim s\ndata from "f.csv" b‸y s where s != "A" or x == 2 { u : real[s] = column("y") }'],
  ['where', 'dim row\ndata from "f.csv" wh‸ere known(x) { y : real[row] }'],
  ['where', `${line.replace('observe y', 'observe y[i in row wh‸ere x[i] > 1]').replace('b * x', 'b')}`],
  ['at', 'dim s, x\ndata from "f.csv" { v : real?[s, x] = column("y") a‸t (s, x) }'],
  ['weight', `${line.trimEnd()} wei‸ght x`],
  ['interval', `${rows}param b ~ Normal(0, 1)\nobserve inter‸val(x, x + 1) ~ Normal(b, 1)`],
  ['discrete', 'distribution D(p) in 0..1 dis‸crete { logpdf(k) = if k == 1 then log(p) else log1p(-p) }'],
  ['family', `${rows}formula "y ~ x" fam‸ily Normal`],
  ['prior', `${rows}formula "y ~ x" family Normal\n  pri‸or sigma ~ HalfNormal(1)`],
  ['recovers', `${line}test reco‸vers { b = 1 }`],
  ['by', `${rows}data { g : row[row] = [1, 2, 3] }\nlet m = sum(x b‸y g)`],
  ['over', `${rows}let m = sum(x ov‸er row)`],
  ['for', `${rows}let m = sum(x[i] fo‸r i in row)`],
];

describe.each(words)('%s in %s', (word, program) => {
  test('has a hover, is coloured as a word, and the program has no errors', () => {
    const s = snippet(program, files);
    expect(s.document.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(hoverText(program)).toContain(`**${word}**`);
    const piece = colour(grammar, program.replace('‸', '')).find(
      ({ start, text }) => start <= s.offset && s.offset < start + text.length,
    );
    expect(piece?.text).toBe(word);
    expect(piece?.scopes.at(-1)).toMatch(/^(?:keyword|support|entity\.name)\./);
  });

  test('is completed where it stands', () => {
    const at = program.indexOf('‸');
    const start = program.slice(0, at).search(/\w+$/);
    const s = snippet(`${program.slice(0, start + 1)}‸`, files);
    expect(completions(s.document, s.position, session()).map(({ label }) => label)).toContain(word);
  });
});

test('data blocks offer columns first, and no statements', () => {
  const s = snippet('dim row\ndata from "f.csv" {\n  ‸\n}', files);
  const labels = completions(s.document, s.position, session()).map(({ label }) => label);
  expect(labels.slice(0, 3)).toEqual(['y', 'x', 's']);
  expect(labels.filter((label) => statementKeywords.has(label))).toEqual([]);
});

function hoverText(text: string): string {
  const s = snippet(text, files);
  const contents = hover(s.document, s.position, session())?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

/** Just behind the first letter of a name, from an offset on. */
function wordIn(text: string, name: string, from: number): number {
  const found = new RegExp(`\\b${name}\\b`).exec(text.slice(from));
  return from + (found?.index ?? 0) + (name.length > 1 ? 1 : 0);
}

/** The texts of all semantic tokens. */
function tokensOf(text: string): string[] {
  const { document } = snippet(text, files);
  const { data } = semanticTokens(document);
  const found: string[] = [];
  let [row, column] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    row += data[i];
    column = data[i] === 0 ? column + data[i + 1] : data[i + 1];
    const start = document.text.offsetAt({ line: row, character: column });
    found.push(text.slice(start, start + data[i + 2]));
  }
  return found;
}
