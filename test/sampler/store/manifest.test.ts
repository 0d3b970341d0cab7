/** `run.json` and checkpoints that are damaged, and folders that are no run's. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../sampler/store/checkpoint-file.ts';
import { whyNotRunFolder } from '../../../sampler/store/choose-folder.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { createRun } from '../../../sampler/store/write-run.ts';
import { info, keepRun } from './small-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-manifest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a damaged run.json', () => {
  test.each([
    [{ settings: { ...info.settings, draws: 1e12 } }, 'settings.draws: expected a whole number from 1'],
    [
      { settings: { ...info.settings, chains: -1 } },
      'settings.chains: expected a whole number from 1 to 1000, found -1',
    ],
    [{ settings: { ...info.settings, chains: '3' } }, 'settings.chains'],
    [{ settings: null }, 'settings: expected an object, found null'],
    [{ names: [1, 2, 3] }, 'names: expected a list of texts'],
    [{ names: 'mu' }, 'names: expected a list of texts'],
    [{ state: 'half' }, 'state: expected one of running, done'],
    [{ modelText: 7 }, 'modelText: expected a text'],
    [{ data: [{ name: 'x' }] }, 'data: expected a list'],
    [{ started: 'once' }, 'started: expected a time'],
    [{ asked: { draws: 'much', max_draws: 1 } }, 'asked: expected draws'],
    [{ seed: null }, 'seed: expected a whole number'],
    [{ seed: 'one' }, 'seed: expected a whole number, found "one"'],
    [{ settings: { ...info.settings, seed: '1' } }, 'settings.seed: expected a whole number, found "1"'],
    [
      { settings: { ...info.settings, method: 'hmc' } },
      'settings.method: expected one of nuts, metropolis, or nothing, found "hmc"',
    ],
    [{ settings: { ...info.settings, method: 'toString' } }, 'settings.method: expected one of'],
    [{ settings: { ...info.settings, metric: 7 } }, 'settings.metric: expected a text'],
    [{ method: 'svgd' }, 'method: expected one of meanfield, fullrank, pathfinder, laplace, or nothing'],
    [{ labels: [['g', 'north']] }, 'labels: expected a list of names'],
  ])('%j is a problem in words', (changes, words) => {
    keepRun(folder);
    const file = join(folder, 'run.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
    expect(openRun(folder)).toMatchObject({ kind: 'problem', message: expect.stringContaining(words) });
  });

  test.each(['', '[]', 'null', '{'])('%j is too', (text) => {
    keepRun(folder);
    writeFileSync(join(folder, 'run.json'), text);
    expect(openRun(folder)).toMatchObject({ kind: 'problem', message: expect.stringContaining('damaged') });
  });
});

describe('a checkpoint', () => {
  const path = () => join(folder, 'c.json');
  const state = {
    position: [0.1 + 0.2, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, 1.7976931348623157e308],
    logDensity: Number.POSITIVE_INFINITY,
    spare: null,
  };

  test('gives back every number bit for bit', () => {
    writeCheckpoint(path(), state);
    const back = readCheckpoint(path()) as typeof state;
    expect(back).toEqual(state);
    const bits = (xs: readonly number[]) => new BigUint64Array(Float64Array.from(xs).buffer);
    expect(bits(back.position)).toEqual(bits(state.position));
  });

  test('with one wrong digit is none', () => {
    writeCheckpoint(path(), state);
    writeFileSync(path(), readFileSync(path(), 'utf8').replace('0.30000000000000004', '0.30000000000000014'));
    expect(readCheckpoint(path())).toBeNull();
    writeFileSync(path(), '{');
    expect(readCheckpoint(path())).toBeNull();
  });
});

describe('a folder for a run', () => {
  test('is a new one, an empty one or a run', () => {
    expect(whyNotRunFolder(join(folder, 'new'))).toBeNull();
    expect(whyNotRunFolder(folder)).toBeNull();
    writeFileSync(join(folder, 'run.lock'), '');
    expect(whyNotRunFolder(folder)).toBeNull();
    keepRun(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(whyNotRunFolder(folder)).toBeNull();
  });

  test.each([
    ['report.json', '{}', 'not empty (report.json)'],
    ['chain-1.arrows', 'x', 'not empty (chain-1.arrows)'],
    ['run.json', '{ "of": "another program" }', 'another program'],
    ['run.json', '{ "version": 1 }', 'is damaged'],
  ])('is none that holds %s of the user', (name, text, words) => {
    writeFileSync(join(folder, name), text);
    expect(whyNotRunFolder(folder)).toContain(words);
    expect(createRun(folder, info)).toMatchObject({ kind: 'refused' });
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  test('is no file, and no folder that holds folders', () => {
    mkdirSync(join(folder, 'project'));
    expect(whyNotRunFolder(folder)).toContain('not empty (project)');
    writeFileSync(join(folder, 'file'), '');
    expect(whyNotRunFolder(join(folder, 'file'))).toContain('is a file');
  });
});
