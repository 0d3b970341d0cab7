/** The summary of weighted modes, against moments of mixtures by hand. */
import { expect, test } from 'vitest';
import { weightedSummary } from '../../../sampler/diagnose/weighted-summary.ts';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { noLabels } from '../../../sampler/model/quantity-labels.ts';

const draws = (name: string, values: readonly number[]): Draws => ({
  names: [name],
  chains: 1,
  drawsPerChain: values.length,
  values: Float64Array.from(values),
});

test('mean and sd are those of the mixture, and each draw of a mode has its part of the weight', () => {
  // Four draws around 0 of weight 3/4 in all, two around 10 of weight 1/4.
  const parts = [draws('x', [-2, 2, -1, 1]), draws('x', [9, 11])];
  const [row] = weightedSummary(parts, [0.75, 0.25], noLabels);
  expect(row.name).toBe('x');
  expect(row.mean).toBeCloseTo(2.5, 12);
  // E x² − 2.5² = 3/4 · 2.5 + 1/4 · 101 − 6.25
  expect(row.sd).toBeCloseTo(Math.sqrt(20.875), 12);
  // Sums of weights: −2 3/16, −1 6/16, 1 9/16, …, 9 7/8, 11 1.
  expect([row.q3, row.q50, row.q97]).toEqual([-2, 1, 11]);
});

test('a mode without weight takes no part', () => {
  const parts = [draws('x', [1, 2, 3, 4]), draws('x', [1e6])];
  const [row] = weightedSummary(parts, [1, 0], noLabels);
  expect(row).toMatchObject({ mean: 2.5, q3: 1, q50: 2, q97: 4 });
});

test('a label has its probability in the mixture', () => {
  const parts = [draws('g', [1, 1, 1, 2]), draws('g', [2, 2])];
  const rows = weightedSummary(parts, [0.4, 0.6], new Map([['g', ['north', 'south']]]));
  expect(rows.map(({ name }) => name)).toEqual(['P(g = north)', 'P(g = south)']);
  expect(rows[0].mean).toBeCloseTo(0.3, 12);
  expect(rows[1].mean).toBeCloseTo(0.7, 12);
  expect(rows[0].q50).toBeNaN();
});
