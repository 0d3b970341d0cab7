/** What a file exports, another file imports: the rest is private or dead. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders, root, sources } from './import-graph.ts';

/** Read from outside of the sources: by the editor, and by the generated library. */
const entryPoints: Readonly<Record<string, readonly string[]>> = {
  'client/extension.ts': ['activate', 'deactivate'],
  'sampler/math/link.ts': ['MathCode'],
  'sampler/math/link-text.ts': ['MathText'],
};

type Files = ReadonlyMap<string, string>;

const DECLARATION =
  /^export\s+(?:async\s+)?(?:abstract\s+)?(?:const\s+enum|const|let|function\*?|class|interface|type|enum)\s+(\w+)/gm;
const LIST = /^export\s+(?:type\s+)?\{([^}]*)\}/gm;
const FROM = /^\s*(?:import|export)\s+(?:type\s+)?([^;'"]*?)\s*from\s+['"](\.[^'"]+)['"]/gm;
const DYNAMIC = /import\(\s*['"](\.[^'"]+)['"]\s*\)(?:\.(\w+))?/g;

/** `{ type A, b as c }`: the names on the left, or on the right, of `as`. */
function namesIn(list: string, side: 'outside' | 'inside'): string[] {
  return list
    .split(',')
    .map((part) =>
      part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/),
    )
    .filter(([name]) => name !== '')
    .map((names) => (side === 'inside' ? names[0] : (names.at(-1) as string)));
}

function exportsOf(text: string): string[] {
  return [
    ...[...text.matchAll(DECLARATION)].map(([, name]) => name),
    ...[...text.matchAll(LIST)].flatMap(([, list]) => namesIn(list, 'outside')),
  ];
}

/** By file, the names that other files import; `*` where a file is imported whole. */
function importedNames(files: Files): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const passedOn: (readonly [string, string])[] = [];
  const note = (file: string, names: readonly string[]) => {
    const known = found.get(file) ?? new Set();
    for (const name of names) known.add(name);
    found.set(file, known);
  };
  for (const [path, text] of files) {
    const target = (specifier: string) => relative(root, resolve(root, dirname(path), specifier));
    for (const [statement, clause, specifier] of text.matchAll(FROM)) {
      const file = target(specifier);
      const namespace = /\*\s+as\s+(\w+)/.exec(clause)?.[1];
      if (namespace !== undefined)
        note(
          file,
          [...text.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)`, 'g'))].map(([, name]) => name),
        );
      else if (clause.trim() === '*' && /^\s*export/.test(statement)) passedOn.push([path, file]);
      const list = /\{([^}]*)\}/.exec(clause)?.[1];
      if (list !== undefined) note(file, namesIn(list, 'inside'));
    }
    for (const [, specifier, member] of text.matchAll(DYNAMIC)) note(target(specifier), [member ?? '*']);
  }
  for (const [from, to] of passedOn) note(to, [...(found.get(from) ?? [])]);
  return found;
}

function neverImported(files: Files): string[] {
  const imported = importedNames(files);
  return [...files].flatMap(([path, text]) => {
    const names = imported.get(path) ?? new Set();
    if (names.has('*') || !folders.some((folder) => path.startsWith(`${folder}/`))) return [];
    return exportsOf(text)
      .filter((name) => !names.has(name) && !entryPoints[path]?.includes(name))
      .map((name) => `${path} ${name}`);
  });
}

function scripts(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
}

describe('exports', () => {
  it('are imported by another file', () => {
    const paths = [...folders.flatMap(sources), ...['test', 'bench', 'scripts'].flatMap(scripts)];
    const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
    expect(neverImported(files)).toEqual([]);
  });

  it('that nobody imports are found', () => {
    const files = new Map([
      [
        'grammar/a.ts',
        'export const a = 1;\nexport interface B {}\nexport function c() {}\nexport type D = 1;',
      ],
      ['grammar/b.ts', "export * from './a.ts';\nexport { x as y } from './c.ts';"],
      ['grammar/c.ts', 'export const x = 1;\nexport const z = 1;'],
      ['test/d.ts', "import { a } from '../grammar/b.ts';\nimport * as A from '../grammar/a.ts';\nA.c();"],
    ]);
    expect(neverImported(files)).toEqual([
      'grammar/a.ts B',
      'grammar/a.ts D',
      'grammar/b.ts y',
      'grammar/c.ts z',
    ]);
  });
});
