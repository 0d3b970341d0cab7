import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { makeFolders } from '../../../sampler/store/make-folders.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-files-'));
  mkdirSync(join(folder, 'folder.csv'));
  symlinkSync('loop.csv', join(folder, 'loop.csv'));
  symlinkSync('nowhere', join(folder, 'dangling.csv'));
  execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
  writeFileSync(join(folder, 'file'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is no file of data', () => {
  test.each([
    ['folder.csv', 'it is a folder, not a file'],
    ['loop.csv', 'its symbolic links go round in a circle'],
    ['dangling.csv', 'no such file'],
    ['pipe.csv', 'it is not a regular file'],
    ['/dev/zero', 'it is not a regular file'],
    ['file/y.csv', 'no such file'],
  ])('%s', (name, why) => {
    const { program } = parse(`dim n\ndata from "${name}" { y : real[n] }`);
    const modelPath = join(folder, 'm.bayes');
    const { diagnostics } = loadData(program, { modelPath, readFile: readDataFile, listFolder });
    const path = name.startsWith('/') ? name : join(folder, name);
    // The name itself is no suggestion.
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `data-file: cannot read data file \`${name}\`: ${why}; looked for ${path}`,
    ]);
  });
});

describe('makeFolders', () => {
  test('makes parents, and is content with what is there', () => {
    makeFolders(join(folder, 'a', 'b', 'c'));
    makeFolders(join(folder, 'a', 'b', 'c'));
    expect(listFolder(join(folder, 'a', 'b'))).toEqual(['c']);
  });

  test('gives up where nothing can be made', () => {
    expect(() => makeFolders('/proc/nothing/here')).toThrow();
    expect(() => makeFolders(join(folder, 'file', 'x'))).toThrow('ENOTDIR');
  });
});
