/** Imports go one way: the tables of ARCHITECTURE.md, read from the sources. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cycles,
  folders,
  type Import,
  importsIn,
  importsOf,
  roomOf,
  root,
  sources,
  targetOf,
  valueEdges,
} from './import-graph.ts';
import { rooms } from './rooms.ts';

interface Rule {
  /** Folders (or files) of ours that it may import, itself always. */
  readonly ours: readonly string[];
  /** Of those, what may be imported for its types only. */
  readonly typesOnly?: readonly string[];
  /** Packages it must not know. */
  readonly forbidden: readonly RegExp[];
}

const NODE = /^node:/;
const EDITOR = /^vscode$/;
const LSP = /^vscode-(languageserver|languageclient)/;

/** Pure, and shared with every view, so that all show the same numbers with the same digits. */
const NUMBERS = [
  'sampler/stats',
  'sampler/draws/draw-statistics.ts',
  'sampler/report/summary-text.ts',
  'sampler/report/approximation-digits.ts',
  'sampler/report/centring.ts',
  'sampler/report/tuning.ts',
  'sampler/report/fit-text.ts',
  'sampler/report/listed.ts',
  'sampler/report/mode-symmetry.ts',
  'sampler/report/enough-draws.ts',
  'sampler/report/reason-groups.ts',
  'sampler/report/code-in-text.ts',
  'sampler/report/sensitivity-words.ts',
  'sampler/report/effects-ask.ts',
  'sampler/report/effects-words.ts',
  'sampler/report/baseline-words.ts',
  'sampler/report/evidence-words.ts',
  'sampler/report/elpd-words.ts',
  'sampler/report/calibration-words.ts',
  'sampler/report/calibration-report.ts',
  'sampler/report/common-lines.ts',
  'sampler/report/not-judged.ts',
  'sampler/report/not-stored.ts',
  'sampler/report/outside-address.ts',
] as const;

const rules: Readonly<Record<string, Rule>> = {
  grammar: { ours: [], forbidden: [NODE, EDITOR, LSP, /^vscode-/] },
  sampler: { ours: ['grammar'], forbidden: [EDITOR, LSP] },
  server: {
    ours: [
      'grammar',
      'sampler/compile/lower/lower.ts',
      'sampler/compile/lower/data-summaries.ts',
      'sampler/data',
      'sampler/distributions',
      'sampler/predict/check-new-draws.ts',
      'sampler/predict/check-predictions.ts',
      'sampler/report',
      ...NUMBERS,
    ],
    typesOnly: ['sampler/report'],
    forbidden: [EDITOR],
  },
  webview: {
    ours: ['grammar/methods', 'grammar/diagnostic.ts', 'sampler/report', 'sampler/protocol.ts', ...NUMBERS],
    typesOnly: ['grammar/diagnostic.ts', 'sampler/report', 'sampler/protocol.ts'],
    forbidden: [NODE, EDITOR, LSP],
  },
  client: {
    ours: [
      'grammar/methods',
      'grammar/diagnostic.ts',
      'sampler/report',
      'sampler/protocol.ts',
      // Files that are written whole or not at all.
      'sampler/store/json-file.ts',
      'server/protocol.ts',
      'webview/protocol.ts',
      'webview/comparison-protocol.ts',
      'webview/calibration-protocol.ts',
      ...NUMBERS,
    ],
    forbidden: [],
  },
};

/** What is wrong with an import, or null. */
function complaint(rule: Rule, folder: string, one: Import): string | null {
  const { from, specifier, typeOnly } = one;
  const target = targetOf(one);
  if (target === null) {
    return rule.forbidden.some((p) => p.test(specifier)) ? `${from} knows of ${specifier}` : null;
  }
  const within = (place: string): boolean => target === place || target.startsWith(`${place}/`);
  if (within(folder) || target === 'package.json') return null;
  if (!rule.ours.some(within)) return `${from} imports ${target}`;
  if (rule.typesOnly?.some(within) && !NUMBERS.some(within) && !typeOnly)
    return `${from} imports more than types of ${target}`;
  return null;
}

const all = folders.flatMap(sources).flatMap(importsOf);

describe('imports go one way', () => {
  it.each(Object.entries(rules))('%s', (folder, rule) => {
    const found = sources(folder).flatMap(importsOf);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((i) => complaint(rule, folder, i)).filter((c) => c !== null)).toEqual([]);
  });

  it('sees what breaks the table', () => {
    const at = (specifier: string, typeOnly = false): Import => ({
      from: 'grammar/x.ts',
      specifier,
      typeOnly,
      lazy: false,
    });
    expect(complaint(rules.grammar, 'grammar', at('node:fs'))).toBe('grammar/x.ts knows of node:fs');
    expect(complaint(rules.grammar, 'grammar', at('../sampler/report.ts'))).toBe(
      'grammar/x.ts imports sampler/report.ts',
    );
    expect(complaint(rules.grammar, 'grammar', at('./span.ts'))).toBeNull();
  });
});

describe('no circles', () => {
  it('of files through imports of values', () => {
    expect(cycles(valueEdges(all))).toEqual([]);
  });

  it('of rooms through imports of values', () => {
    expect(cycles(valueEdges(all, roomOf))).toEqual([]);
  });

  it.each(folders)('in %s: each room builds on those before it', (folder) => {
    const order = rooms[folder].map((room) => `${folder}/${room}`);
    const found = new Set(sources(folder).map(roomOf));
    expect([...found].filter((room) => !order.includes(room))).toEqual([]);
    expect(order.filter((room) => !found.has(room))).toEqual([]);
    const upwards = [...valueEdges(all, roomOf)].flatMap(([from, targets]) =>
      [...targets]
        .filter((to) => order.includes(from) && order.indexOf(to) > order.indexOf(from))
        .map((to) => `${from} imports ${to}`),
    );
    expect(upwards).toEqual([]);
  });

  it('sees a circle, and looks through imports of types', () => {
    const a = importsIn(
      'grammar/a.ts',
      "import { type X, b } from './b.ts';\nimport type { C } from './c.ts';",
    );
    const b = importsIn('grammar/b.ts', "export { c } from './c.ts';");
    const c = importsIn('grammar/c.ts', "const a = await import('./a.ts');");
    expect(cycles(valueEdges([...a, ...b, ...c]))).toEqual([
      ['grammar/a.ts', 'grammar/b.ts', 'grammar/c.ts'],
    ]);
    const typed = importsIn('grammar/c.ts', "import { type A } from './a.ts';");
    expect(cycles(valueEdges([...a, ...b, ...typed]))).toEqual([]);
  });
});

describe('the house', () => {
  it('takes its randomness as an argument', () => {
    const offenders = Object.keys(rules)
      .flatMap(sources)
      .filter((path) => /Math\.random\(/.test(readFileSync(join(root, path), 'utf8')));
    expect(offenders).toEqual([]);
  });
});
