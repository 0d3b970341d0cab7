/** The memory that the compiler sets aside holds every metric that tuning can learn. */
import { describe, expect, it } from 'vitest';
import { MOST_DENSE, numbersOfMetric } from '../../../../sampler/compile/emit/state-layout.ts';
import { windowCapacity } from '../../../../sampler/methods/nuts/adapt/draw-window.ts';
import { fitsKernel } from '../../../../sampler/methods/nuts/metric/metric-memory.ts';

const dimensions = [
  1, 2, 9, 100, 159, 160, 161, 320, 624, 625, 626, 1000, 3999, 4000, 4001, 39_999, 40_001, 1e6,
];

describe('room for a metric', () => {
  it.each(dimensions)('of dimension %d', (n) => {
    // Velocities, scales, gains, shares, directions: as many as the draws and gradients of a window span.
    const directions = Math.min(n, 160, 2 * windowCapacity(n));
    expect(numbersOfMetric(n)).toBeGreaterThanOrEqual(n + n + 2 * directions + directions * n);
    if (fitsKernel('dense', n)) expect(numbersOfMetric(n)).toBeGreaterThanOrEqual(n + (n * (n + 1)) / 2);
    expect(fitsKernel('auto', n)).toBe(true);
  });

  it('is not set aside for a dense metric that no memory would hold', () => {
    expect(fitsKernel('dense', MOST_DENSE + 1)).toBe(false);
    expect(numbersOfMetric(1e5)).toBeLessThan(40 * 1e5);
  });
});
