/** Which moments a row of the summary calls unreliable. */
import { expect, it } from 'vitest';
import { putDescription } from '../../../sampler/diagnose/description.ts';
import { NUMBERS } from '../../../sampler/diagnose/row-record.ts';
import { rowsOfRecords } from '../../../sampler/diagnose/summary-rows.ts';

const DRAWS = 4000;

function rowsWith(paretoKMean: number, paretoKSd: number, labels: readonly string[] | null, mean = 0.01) {
  const count = labels?.length ?? 1;
  const records = new Float64Array(count * NUMBERS);
  const found = {
    mean,
    sd: 0.1,
    hdi: [0, 1],
    mcseMean: 0.001,
    mcseSd: 0.001,
    essBulk: 4000,
    essTail: 4000,
    rHat: 1,
    quantiles: [0, 0, 1],
    paretoKMean,
    paretoKSd,
  } as const;
  for (let row = 0; row < count; row++) putDescription(records, row, found);
  return rowsOfRecords(['z'], new Map(labels === null ? [] : [['z', labels]]), records, DRAWS);
}

it.each([
  [0.2, 0.4, undefined],
  [0.2, 0.9, ['sd']],
  [0.9, 0.2, ['mean', 'sd']],
])('a number with tails of k %s and, squared, %s', (k, ofSquares, unreliable) => {
  expect(rowsWith(k, ofSquares, null)[0].unreliable).toEqual(unreliable);
});

it.each([
  [1e6, ['mean', 'sd']],
  [2e7, undefined],
])('draws around %d that differ by 0.1, with heavy tails, are %s', (mean, unreliable) => {
  expect(rowsWith(0.9, 0.9, null, mean)[0].unreliable).toEqual(unreliable);
});

it('the probability of a label has a mean, however rare it is', () => {
  const rows = rowsWith(1.5, 1.5, ['no', 'yes']);
  expect(rows.map(({ name, unreliable }) => [name, unreliable])).toEqual([
    ['P(z = no)', undefined],
    ['P(z = yes)', undefined],
  ]);
});
