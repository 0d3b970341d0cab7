/** What the status bar says of a model's last result. */
import { describe, expect, it } from 'vitest';
import { endOfKept, type LastEnd, statusText } from '../../client/result-status.ts';
import { fresh } from '../../client/staleness/compare-source.ts';
import type { Staleness } from '../../webview/protocol.ts';

const edited: Staleness = { ...fresh, model: 'changed', lines: [] };
const otherData: Staleness = { ...fresh, files: [{ name: 'radon.csv', isMissing: false }] };
const text = (end: LastEnd, staleness = fresh) => statusText('radon', end, staleness).text;
const died: LastEnd = {
  kind: 'interrupted',
  why: 'The sampler stopped: it was ended by SIGKILL',
  draws: 1200,
};

describe('the status bar', () => {
  it('has the verdict', () => {
    expect(text({ kind: 'passes' })).toBe('$(pass) radon');
    expect(text({ kind: 'provisional', reasons: [] })).toBe('$(warning) radon provisional');
    expect(text({ kind: 'not-sampled', isInvalid: true })).toBe('$(error) radon not sampled');
  });

  it('never passes a result of an earlier text or of earlier data', () => {
    expect(text({ kind: 'passes' }, edited)).toBe('$(history) radon · of an earlier text');
    expect(text({ kind: 'passes' }, otherData)).toBe('$(history) radon · of earlier data');
    expect(text({ kind: 'provisional', reasons: [] }, edited)).toBe(
      '$(history) radon provisional · of an earlier text',
    );
    expect(statusText('radon', { kind: 'passes' }, otherData).tooltip).toBe(
      'The data have changed since this run: radon.csv\nEvery diagnostic passes',
    );
  });

  it('says in words that the sampler died, and that draws are kept', () => {
    expect(text(died)).toBe('$(error) radon interrupted, 1\u202f200 draws kept');
    expect(text({ ...died, draws: 0 })).toBe('$(error) radon interrupted, no draws yet');
    expect(text({ ...died, draws: null })).toBe('$(error) radon interrupted');
    expect(statusText('radon', died, fresh).tooltip).toBe(
      'The sampler stopped: it was ended by SIGKILL. What was drawn until then is kept: click to see it and to go on',
    );
    expect(endOfKept({ kind: 'unfinished' })).toMatchObject({ kind: 'interrupted' });
    expect(endOfKept({ kind: 'running', percent: null })).toBeNull();
  });

  it('forgets a failure whose fault is fixed', () => {
    expect(text({ kind: 'not-sampled', isInvalid: true }, { ...edited, isFixed: true })).toBe(
      '$(pass) radon fixed',
    );
    // Whether it starts now is known only once it is sampled.
    expect(text({ kind: 'not-sampled', isInvalid: false }, { ...edited, isFixed: true })).toBe(
      '$(history) radon not sampled · of an earlier text',
    );
    expect(text({ kind: 'passes' }, { ...edited, isFixed: true })).toBe(
      '$(history) radon · of an earlier text',
    );
  });
});
