import { describe, expect, test } from 'vitest';
import { chainLine, logView } from '../../../sampler/cli/progress-text.ts';
import { summaryText } from '../../../sampler/cli/report-text.ts';
import type { ChainProgress } from '../../../sampler/protocol.ts';
import {
  atLeastText,
  atMostText,
  durationText,
  errorText,
  essText,
  rHatText,
  statText,
} from '../../../sampler/stats/number-text.ts';

test.each([
  [1.23456, 0.012, '1.23'],
  [1.23456, 0.12, '1.2'],
  [1234.56, 3, '1235'],
  [-0.0001, 0.01, '0.00'],
  [0.000123456, 0.0000004, '0.0001235'],
  [123456789, 1000, '1.23457e+8'],
  [2, 0, '2'],
  [Number.NaN, 0.1, 'nan'],
  [Number.NEGATIVE_INFINITY, 0.1, '-inf'],
])('%f ± %f reads %s', (value, mcse, expected) => {
  expect(statText(value, mcse)).toBe(expected);
});

test.each([
  [1.0, '1.00'],
  [1.004, '1.00'],
  [1.0099, '1.01'],
  [1.01, '1.01'],
  [1.0101, '1.0101'],
  [1.0104, '1.0104'],
  [1.012, '1.012'],
  [1.05, '1.05'],
  [Number.NaN, 'nan'],
])('R-hat %f reads %s: never as passing when it fails', (value, expected) => {
  expect(rHatText(value)).toBe(expected);
});

test('no rounding hides on which side of its limit a value is', () => {
  expect(atLeastText(0.29996, 0.3, 2)).toBe('0.29996');
  expect(atLeastText(0.3001, 0.3, 2)).toBe('0.30');
  expect(atMostText(0.7000004, 0.7, 2)).toBe('0.7000004');
  expect(atMostText(1.5, 1.01, 3)).toBe('1.500');
  expect(atMostText(Number.POSITIVE_INFINITY, 1.01, 3)).toBe('inf');
});

test('standard errors, effective draws and durations', () => {
  expect([0.01234, 0.5, 12.3, 0, 1.5e-7].map(errorText)).toEqual(['0.012', '0.50', '12', '0', '1.5e-7']);
  expect([399.9, Number.NaN].map(essText)).toEqual(['399', 'nan']);
  expect([12, 1500, 75_000, 3_720_000].map(durationText)).toEqual([
    '12 ms',
    '1.5 s',
    '1 min 15 s',
    '1 h 2 min',
  ]);
});

describe('progress', () => {
  const progress: ChainProgress = {
    chain: 1,
    phase: 'sampling',
    done: 1500,
    total: 3000,
    divergences: 1,
    stepSize: 0.7123,
    gradientsPerDraw: 3.04,
    etaSeconds: 2.04,
  };

  test('a line shows phase, draws, divergences, step size, gradients per draw and the time left', () => {
    expect(chainLine(progress)).toBe(
      'chain 2 ━━━━━━━━━━────────── sampling 1500/3000 · 1 divergence · step 0.712 · 3.0 gradients/draw · ETA 2.0 s',
    );
  });

  test('the time left is a lower bound where more draws may follow', () => {
    const line = chainLine({ ...progress, mayGoOn: true });
    expect(line).toContain('sampling 1500/3000 · ');
    expect(line).toMatch(/ · ETA 2\.0 s or later$/);
    const lines: string[] = [];
    const view = logView(
      (text) => lines.push(text),
      () => 0,
    );
    view.update([{ ...progress, mayGoOn: true }]);
    expect(lines[0]).toMatch(/^chain 2: sampling, 1500 of 3000, .*, ETA 2\.0 s or later\n$/);
  });

  test('the log has a line per change of phase, and one every ten seconds', () => {
    const lines: string[] = [];
    let time = 0;
    const view = logView(
      (text) => lines.push(text.split(',')[0]),
      () => time,
    );
    view.update([{ ...progress, phase: 'tuning' }]);
    view.update([{ ...progress, phase: 'tuning', done: 2 }]);
    view.update([progress]);
    time = 10_000;
    view.update([progress]);
    time = 10_100;
    view.update([{ ...progress, phase: 'done' }]);
    expect(lines).toEqual(['chain 2: tuning', 'chain 2: sampling', 'chain 2: sampling', 'chain 2: done']);
  });
});

test('a long table is cut, and says so', () => {
  const row = {
    mean: 1,
    sd: 1,
    hdi_3: 0,
    hdi_97: 2,
    mcse_mean: 0.01,
    mcse_sd: 0.01,
    ess_bulk: 4000,
    ess_tail: 4000,
    r_hat: 1,
  };
  const rows = Array.from({ length: 130 }, (_, i) => ({ name: `a[${i + 1}]`, ...row }));
  const text = summaryText(rows, false);
  expect(text).toContain('a[100]');
  expect(text).not.toContain('a[101]');
  expect(text).toContain('… and 30 more rows');
  expect(summaryText(rows, true)).toContain('a[130]');
});
