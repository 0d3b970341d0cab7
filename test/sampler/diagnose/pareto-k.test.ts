/** Which estimates a heavy tail makes unreliable, and how they are written. */
import { describe, expect, it } from 'vitest';
import { summaryText } from '../../../sampler/cli/report-text.ts';
import { paretoK, paretoKSd } from '../../../sampler/diagnose/pareto-k.ts';
import { summary } from '../../../sampler/diagnose/summary.ts';
import { noLabels } from '../../../sampler/model/quantity-labels.ts';
import type { SummaryRow } from '../../../sampler/report/sample-report.ts';
import { unreliableNote } from '../../../sampler/report/summary-text.ts';
import { kThreshold } from '../../../sampler/stats/diagnostic-limits.ts';
import { normals, sets } from './golden-inputs.ts';

const rowOf = (values: Float64Array, chains = 4): SummaryRow =>
  summary({ names: ['x'], chains, drawsPerChain: values.length / chains, values }, noLabels)[0];

describe('the threshold', () => {
  it.each([
    [100, 0.5],
    [1000, 2 / 3],
    [4000, 0.7],
  ])('of %d draws is %d', (draws, limit) => expect(kThreshold(draws)).toBeCloseTo(limit, 12));
});

describe('a row', () => {
  it('marks the mean and the standard deviation where the mean is unreliable', () => {
    expect(rowOf(sets.oneTail.values).unreliable).toEqual(['mean', 'sd']);
  });

  it('marks the standard deviation alone where only squares are unreliable', () => {
    const row = rowOf(sets.rightTail.values);
    expect(row.unreliable).toEqual(['sd']);
    expect(row.pareto_k_mean).toBeLessThan(0.7);
    expect(row.pareto_k_sd).toBeGreaterThan(0.7);
  });

  it('marks nothing of light tails', () => {
    const row = rowOf(normals(2000, 3));
    expect(row.unreliable).toBeUndefined();
    expect(unreliableNote([row])).toBe('');
    expect(summaryText([row], true)).not.toContain('q50');
  });
});

it('k does not depend on unit and sign, however far from 1', () => {
  const { values, chains } = sets.leftTail;
  for (const unit of [-1, 1e-300, 1e200, -1e-160]) {
    const scaled = values.map((x) => unit * x);
    expect(paretoK(scaled, chains)).toBeCloseTo(paretoK(values, chains), 6);
    expect(paretoKSd(scaled, chains)).toBeCloseTo(paretoKSd(values, chains), 6);
  }
});

it('standard deviations and their errors keep the unit, however far from 1', () => {
  const values = normals(2000, 9);
  const row = rowOf(values);
  for (const unit of [1e-300, 1e170]) {
    const scaled = rowOf(values.map((x) => unit * x));
    for (const key of ['sd', 'mcse_mean', 'mcse_sd'] as const)
      expect(scaled[key] / unit).toBeCloseTo(row[key], 6);
  }
});

it('a table shows quantiles beside what it marks, and says so', () => {
  const rows = [rowOf(sets.oneTail.values), { ...rowOf(sets.rightTail.values), name: 'y' }];
  const text = summaryText(rows, true);
  expect(text).toMatch(/^ +mean .* q3 +q50 +q97 +pareto_k_mean +pareto_k_sd\n/);
  expect(text).toMatch(/\nx +[\d.]+\? +– /);
  expect(text).toMatch(/\ny +\d\.\d+ +(–|[\d.]+\?) /);
  expect(text).toContain('Read the median and the quantiles instead');
});
