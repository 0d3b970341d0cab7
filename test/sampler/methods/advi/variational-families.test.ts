/** Gradients and steps of ADVI's families, by finite differences and by where no gradient is left. */
import { describe, expect, test } from 'vitest';
import { type Family, fullRank, meanField } from '../../../../sampler/methods/advi/variational-families.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { gaussian } from '../targets.ts';

const families: readonly (readonly [string, (n: number) => Family])[] = [
  ['mean-field', meanField],
  ['full-rank', fullRank],
];
const L = [
  [2, 0, 0],
  [0.9, 0.6, 0],
  [-0.01, 0.02, 0.05],
];
const centre = [1, -20, 300];

function normals(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.normal());
}

/** Some parameters away from those of independent normals. */
function someParameters(family: Family): Float64Array {
  const parameters = family.parametersOf(Float64Array.from(centre), Float64Array.of(2, 1, 0.1));
  return parameters.map((value, i) => value + 0.1 * normals(parameters.length, 3)[i]);
}

describe.each(families)('%s', (_, create) => {
  const family = create(3);
  const density = gaussian(centre, L);
  const state = density.newState();
  const logDensity = (z: Float64Array): number => {
    state.position.set(z);
    density.evaluate(state);
    return state.logDensity;
  };

  test('starts with the means and sds that are given', () => {
    const parameters = family.parametersOf(Float64Array.from(centre), Float64Array.of(2, 1, 0.1));
    const z = new Float64Array(3);
    const logQ = family.transform(parameters, Float64Array.of(1, -1, 2), z);
    expect([...z]).toEqual([3, -21, 300.2].map((value) => expect.closeTo(value, 10)));
    // By the density of three normals.
    expect(logQ).toBeCloseTo(-1.5 * Math.log(2 * Math.PI) - Math.log(2 * 1 * 0.1) - (1 + 1 + 4) / 2, 10);
    expect([...family.units(parameters).slice(0, 3)]).toEqual(
      [2, 1, 0.1].map((sd) => expect.closeTo(sd, 10)),
    );
  });

  test('the gradient is that of log p − log q along the path of a step', () => {
    const parameters = someParameters(family);
    const eta = normals(3, 4);
    const z = new Float64Array(3);
    family.transform(parameters, eta, z);
    logDensity(z);
    const gradient = new Float64Array(family.parameterCount);
    family.addGradient(parameters, eta, state.gradient, gradient);
    /** η of a point under the parameters as they were, by solving for it. */
    const logQ = (point: Float64Array): number => {
      const back = new Float64Array(3);
      const columns = [0, 1, 2].map((j) => {
        const one = new Float64Array(3);
        family.transform(
          parameters,
          Float64Array.from({ length: 3 }, (_, k) => (k === j ? 1 : 0)),
          one,
        );
        return one.map((value, i) => value - parameters[i]);
      });
      for (let i = 0; i < 3; i++) {
        let rest = point[i] - parameters[i];
        for (let j = 0; j < i; j++) rest -= columns[j][i] * back[j];
        back[i] = rest / columns[i][i];
      }
      return -0.5 * back.reduce((sum, value) => sum + value * value, 0);
    };
    const value = (step: Float64Array): number => {
      const moved = parameters.slice();
      family.move(moved, step);
      family.transform(moved, eta, z);
      return logDensity(z) - logQ(z);
    };
    for (let i = 0; i < family.parameterCount; i++) {
      const along = (h: number) => value(new Float64Array(family.parameterCount).fill(h, i, i + 1));
      const slope = (along(1e-5) - along(-1e-5)) / 2e-5;
      // Full-rank covariances take shorter steps, by the root of the dimension.
      const shorter = family.parameterCount > 6 && i >= 3 ? Math.sqrt(3) : 1;
      expect(slope * shorter).toBeCloseTo(gradient[i], 4);
    }
  });

  test('nothing is left of the gradient where q is the posterior, at any draw', () => {
    const parameters = family.parametersOf(Float64Array.from(centre), Float64Array.of(2, 0.6, 0.05));
    const own =
      family.parameterCount > 6 ? gaussian(centre, L) : gaussian(centre, [[2], [0, 0.6], [0, 0, 0.05]]);
    if (family.parameterCount > 6)
      for (const [k, [i, j]] of [
        [4, [1, 0]],
        [6, [2, 0]],
        [7, [2, 1]],
      ] as const)
        parameters[k] = L[i][j];
    const at = own.newState();
    for (const seed of [1, 2, 3]) {
      const eta = normals(3, seed);
      family.transform(parameters, eta, at.position);
      own.evaluate(at);
      const gradient = new Float64Array(family.parameterCount);
      family.addGradient(parameters, eta, at.gradient, gradient);
      for (const entry of gradient) expect(entry).toBeCloseTo(0, 8);
    }
  });
});
