import { describe, expect, it } from 'vitest';
import {
  headerOf,
  isUnderWay,
  newestFirst,
  reportOf,
  surplus,
} from '../../../client/run-history/kept-run.ts';
import { endOfRun } from '../../../sampler/report/run-status.ts';
import { at, keptRun, report } from './fixtures.ts';

const { header } = keptRun();

describe('run.json', () => {
  it('is read with its folder', () => {
    expect(headerOf(JSON.stringify({ ...header, version: 1, names: ['a'] }), '/moved')).toEqual({
      ...header,
      folder: '/moved',
    });
  });
  it('has the draws that were asked for, where it says so', () => {
    const asked = { draws: 'enough', max_draws: 20_000 };
    const read = (text: object) => headerOf(JSON.stringify({ ...header, ...text }), '/x')?.asked;
    expect(read({ asked })).toEqual(asked);
    expect(read({ asked: { draws: 'many', max_draws: 20_000 } })).toBeUndefined();
    expect(read({ asked: null })).toBeUndefined();
  });
  it.each([
    '',
    'null',
    '[]',
    '{"model": "x"}',
    JSON.stringify({ ...header, started: 'noon' }),
    JSON.stringify({ ...header, settings: {} }),
  ])('is refused where it is not one: %s', (text) => expect(headerOf(text, '/x')).toBeUndefined());
});

describe('the status', () => {
  it('is that of the report', () => {
    expect(endOfRun(header, report([]))).toEqual({ kind: 'passes' });
    expect(endOfRun(header, report([], ['12 divergences']))).toEqual({
      kind: 'provisional',
      reasons: ['12 divergences'],
    });
  });
  it('of a run without a report is unfinished, or failed', () => {
    expect(endOfRun({ ...header, state: 'running' }, undefined)).toEqual({ kind: 'unfinished' });
    expect(endOfRun({ ...header, state: 'failed' }, undefined)).toEqual({ kind: 'failed' });
  });
  it('needs a report that is whole', () => {
    expect(reportOf('{"summary": []}')).toBeUndefined();
    expect(reportOf('{"summa')).toBeUndefined();
    expect(reportOf(JSON.stringify(report([])))?.diagnostics.pass).toBe(true);
  });
});

it('takes a run for one under way while it is written to', () => {
  const run = keptRun({ state: 'running', written: 1000 });
  expect(isUnderWay(run, 2000)).toBe(true);
  expect(isUnderWay(run, 60_000)).toBe(false);
  expect(isUnderWay(keptRun({ state: 'done', written: 1000 }), 2000)).toBe(false);
});

describe('lists of runs', () => {
  const runs = [
    keptRun({ folder: '/b', started: at(20) }),
    keptRun({ folder: '/c', started: at(21) }),
    keptRun({ folder: '/a', started: at(19) }),
    keptRun({ folder: '/other', started: at(18), modelPath: '/models/other.bayes' }),
  ];
  const folders = (of: typeof runs | readonly ReturnType<typeof keptRun>[]) => of.map(({ folder }) => folder);

  it('have the newest first', () => {
    expect(folders(newestFirst(runs))).toEqual(['/c', '/b', '/a', '/other']);
  });
  it('count the runs to keep for each model', () => {
    expect(folders(surplus(runs, 1))).toEqual(['/b', '/a']);
    expect(folders(surplus(runs, 3))).toEqual([]);
  });
  it('never give up a run that is under way', () => {
    const running = keptRun({ folder: '/old', started: at(1), status: { kind: 'running', percent: 3 } });
    expect(folders(surplus([...runs, running], 1))).not.toContain('/old');
  });
});
