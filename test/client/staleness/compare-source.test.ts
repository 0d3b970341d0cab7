/** Whether a result is of the model and the data as they are now. */
import { describe, expect, it } from 'vitest';
import { compareSource, fresh, isStale, staleMark } from '../../../client/staleness/compare-source.ts';

const run = {
  uri: 'file:///models/radon.bayes',
  modelText: 'model radon\nparam mu ~ Normal(0, 1)\n',
  data: [
    { file: '/models/radon.csv', hash: 'a1' },
    { file: '/models/radon.csv', hash: 'a1' },
    { file: '/models/county.csv', hash: 'b2' },
  ],
};
const hashes = (radon: string | null, county: string | null = 'b2') =>
  new Map([
    ['/models/radon.csv', radon],
    ['/models/county.csv', county],
  ]);
const now = { modelText: run.modelText, hashes: hashes('a1'), isFixed: false };

describe('a result', () => {
  it('is of now where text and data are the same, however lines end', () => {
    expect(compareSource(run, now)).toEqual(fresh);
    expect(compareSource(run, { ...now, modelText: run.modelText.replaceAll('\n', '\r\n') })).toEqual(fresh);
    // A file that was not looked at yet has not changed.
    expect(compareSource(run, { ...now, hashes: new Map() })).toEqual(fresh);
    expect(isStale(fresh)).toBe(false);
    expect(staleMark(fresh)).toBe('');
  });

  it('is of an earlier text after an edit, and no longer once it is undone', () => {
    const edited = compareSource(run, { ...now, modelText: `# why\n${run.modelText}` });
    expect(edited).toEqual({ model: 'changed', files: [], lines: [1, 2, 3], isFixed: false });
    expect(staleMark(edited)).toBe('of an earlier text');
    expect(compareSource(run, now)).toEqual(fresh);
  });

  it('is of earlier data once a file is another, or gone; each file is reported once', () => {
    const changed = compareSource(run, { ...now, hashes: hashes('c3', null) });
    expect(changed).toMatchObject({
      model: 'same',
      files: [
        { name: 'radon.csv', isMissing: false },
        { name: 'county.csv', isMissing: true },
      ],
    });
    expect(isStale(changed)).toBe(true);
    expect(staleMark(changed)).toBe('of earlier data');
  });

  it('is of a model that is gone', () => {
    const gone = compareSource(run, { ...now, modelText: null });
    expect(gone).toMatchObject({ model: 'missing', lines: null });
    expect(staleMark(gone)).toBe('of an earlier text');
  });
});
