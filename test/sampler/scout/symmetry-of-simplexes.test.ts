/** Components of a simplex that trade places with other parameters, beside a density written out in the test. */
import { describe, expect, test } from 'vitest';
import type { Density } from '../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../sampler/infer/density-from-function.ts';
import { createRandom } from '../../../sampler/random.ts';
import { simplexCoordinates } from '../../../sampler/scout/simplex-coordinates.ts';
import { symmetryBetween } from '../../../sampler/scout/symmetry.ts';

/** Two coordinates to three parts, by breaking a stick, as the compiler does. */
function partsOf([u, v]: readonly number[]): readonly number[] {
  const first = 1 / (1 + Math.exp(-(u - Math.log(2))));
  const second = (1 - first) / (1 + Math.exp(-v));
  return [first, second, 1 - first - second];
}

function coordinatesOf([first, second]: readonly number[]): readonly number[] {
  const logit = (z: number) => Math.log(z / (1 - z));
  return [logit(first) + Math.log(2), logit(second / (1 - first))];
}

/** A location, three parts of one, three locations: each part goes with its location, in no order unless `bent`. */
function mixture(bent: number): Density {
  return densityFromFunction(6, (x) => {
    const parts = partsOf([x[1], x[2]]);
    const locations = [x[3], x[4], x[5]];
    // The Jacobian is the product of the parts.
    let sum = -0.5 * x[0] ** 2 + Math.log(parts[0] * parts[1] * parts[2]) + bent * parts[0];
    for (const y of [-9, -8, 0, 0.5, 1, 9, 8, 8.5, 9.5])
      sum += Math.log(parts.reduce((p, part, k) => p + part * Math.exp(-0.5 * (y - locations[k]) ** 2), 0));
    return sum;
  });
}

const shares = [0.2, 0.3, 0.5];
const means = [-8.5, 0.5, 8.75];
const order = [2, 0, 1];
const at = (permutation: readonly number[]) => ({
  position: Float64Array.of(
    0.3,
    ...coordinatesOf(permutation.map((k) => shares[k])),
    ...permutation.map((k) => means[k]),
  ),
  logDensity: -10,
});
const draws = Array.from({ length: 8 }, (_, d) => {
  const random = createRandom(d);
  return at([0, 1, 2]).position.map((value) => value + 0.3 * random.normal());
});
const simplexes = [{ offset: 1, size: 3 }];
const found = (density: Density, blocks = simplexes) =>
  symmetryBetween(density, density.newState(), at([0, 1, 2]), at(order), draws, blocks);

describe('a symmetry of simplexes', () => {
  test('is seen where parts trade places with locations', () => {
    // A coordinate that stays, three parts, three locations.
    expect(found(mixture(0))).toEqual({ kind: 'exchange', coordinates: [1, 2, 3, 4, 5, 6] });
  });

  test('is none in the coordinates of the stick, and none where a part has a prior of its own', () => {
    expect(found(mixture(0), [])).toBeNull();
    expect(found(mixture(0.01))).toBeNull();
  });

  test('has coordinates that are logarithms of the parts, also of tiny ones, and lead back', () => {
    const { of, toUnconstrained } = simplexCoordinates([
      { offset: 1, size: 3 },
      { offset: 3, size: 4 },
    ]);
    const position = Float64Array.of(7, -20, 0.4, 1, -0.5, 30, -3);
    const coordinates = of(position);
    expect(coordinates).toHaveLength(9);
    expect([coordinates[0], coordinates[8]]).toEqual([7, -3]);
    for (const [k, part] of partsOf([-20, 0.4]).entries())
      expect(coordinates[1 + k]).toBeCloseTo(Math.log(part), 9);
    const sum = coordinates.subarray(4, 8).reduce((total, value) => total + Math.exp(value), 0);
    expect(sum).toBeCloseTo(1, 12);
    for (const [i, value] of toUnconstrained(coordinates).entries())
      expect(value).toBeCloseTo(position[i], 9);
  });
});
