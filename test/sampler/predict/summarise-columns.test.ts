import { expect, test } from 'vitest';
import { quantityRow } from '../../../sampler/predict/summarise-columns.ts';

test('draws that differ by rounding alone have no spread', () => {
  const below = 1 - Number.EPSILON / 2;
  expect(quantityRow('cor', Float64Array.of(1, below, 1, 1 + Number.EPSILON, below)).sd).toBe(0);
  expect(quantityRow('p', Float64Array.of(1, 1 - 1e-12)).sd).toBeCloseTo(1e-12 / Math.SQRT2, 16);
  expect(quantityRow('one', Float64Array.of(3)).sd).toBeNaN();
});
