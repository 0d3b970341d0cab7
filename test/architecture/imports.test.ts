/** Imports go one way: the table of ARCHITECTURE.md, read from the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

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

const rules: Readonly<Record<string, Rule>> = {
  grammar: { ours: [], forbidden: [NODE, EDITOR, LSP, /^vscode-/] },
  sampler: { ours: ['grammar'], forbidden: [EDITOR, LSP] },
  server: {
    ours: [
      'grammar',
      'sampler/compile/lower/lower.ts',
      'sampler/data',
      'sampler/distributions',
      'sampler/predict/check-new-draws.ts',
      'sampler/predict/check-predictions.ts',
      'sampler/report/sample-report.ts',
    ],
    typesOnly: ['sampler/report/sample-report.ts'],
    forbidden: [EDITOR],
  },
  webview: {
    ours: [
      'grammar/methods',
      'sampler/report/sample-report.ts',
      'sampler/protocol.ts',
      'sampler/stats/number-text.ts',
    ],
    typesOnly: ['sampler/report/sample-report.ts', 'sampler/protocol.ts'],
    forbidden: [NODE, EDITOR, LSP],
  },
  client: {
    ours: [
      'grammar/methods',
      'sampler/report/sample-report.ts',
      'sampler/protocol.ts',
      'server/protocol.ts',
      'webview/protocol.ts',
    ],
    forbidden: [],
  },
};

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === 'generated' || entry.name === 'assembly' ? [] : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), 'utf8');
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...text.matchAll(pattern)].map((m) => ({
    from: path,
    specifier: m[2] ?? m[3],
    typeOnly: m[1] !== undefined,
  }));
}

/** What is wrong with an import, or null. */
function complaint(rule: Rule, folder: string, { from, specifier, typeOnly }: Import): string | null {
  if (!specifier.startsWith('.')) {
    return rule.forbidden.some((p) => p.test(specifier)) ? `${from} knows of ${specifier}` : null;
  }
  const target = relative(root, resolve(root, dirname(from), specifier));
  const within = (place: string): boolean => target === place || target.startsWith(`${place}/`);
  if (within(folder) || target === 'package.json') return null;
  if (!rule.ours.some(within)) return `${from} imports ${target}`;
  if (rule.typesOnly?.some(within) && !typeOnly) return `${from} imports more than types of ${target}`;
  return null;
}

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
    });
    expect(complaint(rules.grammar, 'grammar', at('node:fs'))).toBe('grammar/x.ts knows of node:fs');
    expect(complaint(rules.grammar, 'grammar', at('../sampler/report/sample-report.ts'))).toBe(
      'grammar/x.ts imports sampler/report/sample-report.ts',
    );
    expect(complaint(rules.grammar, 'grammar', at('./span.ts'))).toBeNull();
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
