/** Which chains lie in one mode. */
import { expect, test } from 'vitest';
import { clusterChains, drawsOfChains } from '../../../sampler/diagnose/mode-clusters.ts';
import { placesOfModes } from '../../../sampler/diagnose/places-of-modes.ts';
import { summary } from '../../../sampler/diagnose/summary.ts';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { noLabels } from '../../../sampler/model/quantity-labels.ts';
import { createRandom } from '../../../sampler/random.ts';

const LENGTH = 400;

/** Standard normal draws of `a` and `b` around the centres of each chain. */
function drawsAround(centres: readonly (readonly [number, number])[]): Draws {
  const random = createRandom(3, 0);
  const values = Float64Array.from(
    centres.flatMap(([a, b]) =>
      Array.from({ length: LENGTH }, () => [a + random.normal(), b + random.normal()]).flat(),
    ),
  );
  return { names: ['a', 'b'], chains: centres.length, drawsPerChain: LENGTH, values };
}
const clustersOf = (draws: Draws) => clusterChains(draws, summary(draws, noLabels));

test('chains that agree are in one mode, and those that stay apart in another', () => {
  const draws = drawsAround([
    [0, 5],
    [8, 5],
    [0, 5],
    [0, -5],
    [8, 5],
  ]);
  expect(clustersOf(draws)).toEqual([[0, 2], [1, 4], [3]]);
});

test('a chain that mixes slowly is in the mode of the others', () => {
  const draws = drawsAround([
    [0, 5],
    [0.3, 5],
    [-0.2, 5],
    [0, 5.2],
  ]);
  expect(clustersOf(draws)).toEqual([[0, 1, 2, 3]]);
});

test('a chain that stands still, and one of a single place, are by themselves', () => {
  const draws = drawsAround([
    [0, 5],
    [0, 5],
    [40, 5],
  ]);
  for (let i = 2 * LENGTH; i < 3 * LENGTH; i++) draws.values[2 * i] = 40;
  expect(clustersOf(draws)).toEqual([[0, 1], [2]]);
});

test('a mode has the draws of its chains, and lies where the parameters that tell it apart have their means', () => {
  const draws = drawsAround([
    [0, 5],
    [8, 5],
    [0, 5],
  ]);
  const parts = [drawsOfChains(draws, [0, 2]), drawsOfChains(draws, [1])];
  expect(parts.map(({ chains }) => chains)).toEqual([2, 1]);
  expect(parts[0].values.slice(2 * LENGTH)).toEqual(draws.values.slice(4 * LENGTH));
  const [near, far] = placesOfModes(parts, () => true);
  expect(Object.keys(near)).toEqual(['a']);
  expect(near.a).toBeCloseTo(0, 0);
  expect(far.a).toBeCloseTo(8, 0);
  expect(placesOfModes(parts, (name) => name === 'b')).toEqual([
    { b: expect.closeTo(5, 0) },
    { b: expect.closeTo(5, 0) },
  ]);
});
