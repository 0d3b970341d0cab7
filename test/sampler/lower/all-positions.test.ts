import { expect, test } from 'vitest';
import { allPositions } from '../../../sampler/compile/lower/all-positions.ts';

function listed(ranges: readonly (readonly [number, number])[]): number[][] {
  const loops = ranges.map(([from, to], id) => ({ id, from, to }));
  return Array.from(allPositions(loops), (env) => loops.map(({ id }) => env.get(id) ?? Number.NaN));
}

test('all combinations of positions come once, the last loop fastest', () => {
  expect(
    listed([
      [0, 2],
      [3, 5],
    ]),
  ).toEqual([
    [0, 3],
    [0, 4],
    [1, 3],
    [1, 4],
  ]);
});

test('without loops there is one combination, with an empty loop none', () => {
  expect(listed([])).toEqual([[]]);
  expect(
    listed([
      [0, 2],
      [1, 1],
    ]),
  ).toEqual([]);
});
