import { describe, expect, it } from 'vitest';
import {
  configuredRoot,
  isWithin,
  projectName,
  runFolderName,
} from '../../../client/run-history/run-folders.ts';

describe('the folder of runs', () => {
  it.each([
    ['', undefined],
    ['  ', undefined],
    ['.bayes-runs', '/models/.bayes-runs'],
    ['../runs', '/runs'],
    ['/data/runs/', '/data/runs/'],
    ['~/runs', '/home/ada/runs'],
    ['~', '/home/ada'],
  ])('%j is %j', (setting, folder) => {
    expect(configuredRoot(setting, '/models', '/home/ada')).toBe(folder);
  });
  it('is the editor’s own where there is no workspace to be relative to', () => {
    expect(configuredRoot('.bayes-runs', undefined, '/home/ada')).toBeUndefined();
  });
});

it('distinguishes workspace folders of one name', () => {
  expect(projectName('/home/ada/my models')).toMatch(/^my_models-[0-9a-f]{8}$/);
  expect(projectName('/home/ada/my models')).toBe(projectName('/home/ada/my models'));
  expect(projectName('/home/bob/my models')).not.toBe(projectName('/home/ada/my models'));
  expect(projectName('/')).toMatch(/^root-/);
  expect(projectName(undefined)).toBe('no-folder');
});

describe('the name of a run’s folder', () => {
  const now = new Date(2026, 10, 1, 9, 5, 7);
  it('shows model and time', () => {
    expect(runFolderName('/models/eight schools.bayes', now, () => false)).toBe(
      'eight_schools-20261101-090507',
    );
    expect(runFolderName('/models/größe.bayes', now, () => false)).toBe('größe-20261101-090507');
  });
  it('is not one that is taken', () => {
    const taken = new Set(['m-20261101-090507', 'm-20261101-090507-2']);
    expect(runFolderName('m.bayes', now, (name) => taken.has(name))).toBe('m-20261101-090507-3');
  });
});

it('knows what lies within a folder', () => {
  expect(isWithin('/a/b', '/a')).toBe(true);
  expect(isWithin('/a', '/a')).toBe(true);
  expect(isWithin('/ab', '/a')).toBe(false);
  expect(isWithin('/', '/a')).toBe(false);
});
