import { expect, test } from 'vitest';
import { sparkline } from '../../../sampler/cli/sparkline.ts';

test('a rise goes from the lowest block to the highest', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█');
});

test('noise below the least range stays flat', () => {
  expect(sparkline([-300.02, -300.01, -300.03, -300], 4)).toBe('████');
});

test('a start far below is cut off, so that the rest can be seen', () => {
  expect(sparkline([-1e9, 0, 10, 20], 4)[0]).toBe('▁');
  expect(sparkline([-1e9, 0, 10, 20], 4)).not.toBe('▁███');
});

test('parts are means, and what is not finite is marked', () => {
  expect(sparkline([0, 0, 7, 7], 2)).toBe('▁█');
  expect(sparkline([0, null, 7], 3)).toBe('▁×█');
  expect(sparkline([null, null], 2)).toBe('××');
  expect(sparkline([], 5)).toBe('');
});
