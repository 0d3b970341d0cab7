import { describe, expect, it } from 'vitest';
import {
  bytesText,
  descriptionOf,
  spokenLabel,
  tooltipOf,
  whenText,
} from '../../../client/run-history/run-labels.ts';
import { at, keptRun } from './fixtures.ts';

const now = new Date(2026, 10, 21, 18, 0);

describe('when a run was', () => {
  it.each([
    [at(21, 0, 5), 'today 00:05'],
    [at(20, 23, 59), 'yesterday 23:59'],
    [at(19), '19 Nov 14:03'],
    [new Date(2025, 0, 2, 9, 7).toISOString(), '2 Jan 2025 09:07'],
  ])('%s is %s', (iso, text) => expect(whenText(iso, now)).toBe(text));

  it('is yesterday across the end of a month', () => {
    expect(whenText(new Date(2026, 9, 31, 8, 0).toISOString(), new Date(2026, 10, 1, 9, 0))).toBe(
      'yesterday 08:00',
    );
  });
});

describe('the description', () => {
  it('shows time, size and seed', () => {
    expect(descriptionOf(keptRun(), now)).toBe('today 14:03 · seed 8 · 4 × 2000');
  });
  it('shows what was cancelled, what did not end, what failed, and what is under way', () => {
    expect(descriptionOf(keptRun({ stopped: true }), now)).toContain('stopped, of 4 × 2000');
    expect(descriptionOf(keptRun({ status: { kind: 'unfinished' } }), now)).toContain('did not end');
    expect(descriptionOf(keptRun({ status: { kind: 'failed' } }), now)).toContain('failed');
    expect(descriptionOf(keptRun({ status: { kind: 'running', percent: 45 } }), now)).toBe('sampling 45 %');
    expect(descriptionOf(keptRun({ status: { kind: 'running', percent: null } }), now)).toBe('being sampled');
    const goal = { done: 3600, total: 8000 };
    expect(descriptionOf(keptRun({ status: { kind: 'running', percent: 45, goal } }), now)).toBe(
      'sampling 3600 of 8000 draws',
    );
  });
  it('names a method other than NUTS', () => {
    const advi = keptRun({ method: 'meanfield' });
    expect(descriptionOf(advi, now)).toContain('2000 draws · mean-field ADVI');
    expect(tooltipOf(advi, now)).toContain('2000 draws of mean-field ADVI, seed 8');
    const { settings } = keptRun().header;
    const walk = keptRun({ settings: { ...settings, method: 'metropolis' } });
    expect(descriptionOf(walk, now)).toContain('4 × 2000 · Metropolis');
    expect(tooltipOf(walk, now)).not.toContain('target');
  });
  it('is spoken with the verdict that the icon shows', () => {
    const run = keptRun({ status: { kind: 'provisional', reasons: [] } });
    expect(spokenLabel(run, now)).toMatch(/^radon, provisional: .*today 14:03/);
  });
});

describe('the tooltip', () => {
  it('gives the reasons and cannot be led astray by names', () => {
    const run = keptRun({
      model: '[x](command:evil)',
      status: { kind: 'provisional', reasons: ['12 divergences in `a[1]`'] },
      modelPath: '/tmp/`x`.bayes',
      data: ['y', 'se'].map((name) => ({ name, file: '/models/my_data.csv', hash: '' })),
    });
    const text = tooltipOf(run, now);
    expect(text).toContain('\\[x\\]\\(command:evil\\)');
    expect(text).toContain('- 12 divergences in `a[1]`');
    expect(text).toContain('`` /tmp/`x`.bayes ``');
    expect(text).toContain('Data y, se from `my_data.csv`');
    expect(text).toContain('1.3 MB on disk');
  });
});

it.each([
  [10, '1 kB'],
  [45_000, '45 kB'],
  [1_340_000, '1.3 MB'],
  [640_000_000, '640 MB'],
  [2_100_000_000, '2.1 GB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));
