/** What the pages for contributors and users name is there: paths, links, scripts, and the rooms in their order. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { folders, root } from './import-graph.ts';
import { rooms } from './rooms.ts';

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'examples/README.md'];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** Made by building or by testing, and what is no part of the tree. */
const left = /^(node_modules|dist|test-output|\.git)(\/|$)/;

/** Every file and folder, from the root. */
function tree(folder = '.'): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (left.test(path)) return [];
    return entry.isDirectory() ? [path, ...tree(path)] : [path];
  });
}
const paths = tree();

/** Paths in code: with a slash, or by the ending of a file of ours. A command has its paths too. */
function pathsIn(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
  return code
    .flatMap((span) => (/^(npx|npm|bash|python3|node) /.test(span) ? span.split(' ').slice(1) : [span]))
    .filter((word) => /^[\w.*<>-]+(\/[\w.*<>-]*)*$/.test(word))
    .filter((word) => word.includes('/') || /\.(ts|mjs|json|md|py|R)$/.test(word));
}

/** `<name>` and `*` stand for any name; a path within a folder that the text has named may leave that out. */
function isThere(path: string): boolean {
  if (left.test(path)) return true;
  const any = path
    .replace(/\/$/, '')
    .replaceAll('.', '\\.')
    .replace(/<[^>]*>|\*/g, '[^/]+');
  const pattern = new RegExp(`(^|/)${any}$`);
  return paths.some((one) => pattern.test(one));
}

describe.each(pages)('%s', (page) => {
  const text = textOf(page);

  test('names paths that exist', () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  test('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)/g)]
      .map(([, link]) => link)
      .filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  test('names scripts of package.json', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });
});

test('a path that is not there is found', () => {
  const named = pathsIn(
    '`grammar/ir.ts`, `grammar/gone.ts`, `checks/<code>.ts`, `npx vitest run test/gone`, `a / b`, `sampler/`',
  );
  expect(named.filter((path) => !isThere(path))).toEqual(['grammar/gone.ts', 'test/gone']);
});

/** The rooms in each row of the table below a heading such as "The rooms of `server/`, lowest first". */
function rowsOf(folder: string): string[][] {
  const [, after] = textOf('ARCHITECTURE.md').split(`The rooms of \`${folder}/\``);
  const table = after.slice(after.indexOf('|---')).split('\n\n')[0];
  return table
    .split('\n')
    .slice(1)
    .map((row) => [...row.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, room]) => room.replace(/\/$/, '')));
}

describe.each(folders)('the rooms of %s', (folder) => {
  const order = rooms[folder];
  const rows = rowsOf(folder);
  const known = rows.map((row) => row.filter((room) => order.includes(room)));

  test('are in the table, and in it by the order that imports follow', () => {
    const ends = known
      .filter((row) => row.length > 0)
      .map((row) => row.map((room) => order.indexOf(room)))
      .map((at) => [Math.min(...at), Math.max(...at)]);
    for (const [i, [first]] of ends.entries())
      if (i > 0) expect(first, rows[i].join(', ')).toBeGreaterThan(ends[i - 1][1]);
  });

  test('that are folders are all in the table', () => {
    const named = new Set(rows.flat());
    expect(order.filter((room) => !room.includes('.') && !named.has(room))).toEqual([]);
  });
});
