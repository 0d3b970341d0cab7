/** Draws of states and of missing observations, against the conditional of the joint normal distribution. */
import { describe, expect, it } from 'vitest';
import type { Rng } from '../../../sampler/distributions/distribution-sampler.ts';
import {
  matrixOf,
  product,
  type StateSpace,
  transpose,
} from '../../../sampler/distributions/kalman-filter.ts';
import { cholesky, solveLower } from '../../../sampler/distributions/matrix.ts';
import { drawSeries } from '../../../sampler/distributions/state-space-draws.ts';

/** Standard normal numbers that are 0, but for one. */
function numbers(one: number): Rng & { readonly used: () => number } {
  let count = 0;
  return { next: () => 0.5, normal: () => (count++ === one ? 1 : 0), used: () => count };
}

interface Case {
  readonly system: StateSpace;
  readonly y: Float64Array;
  readonly mask: Float64Array;
}

/** Mean and covariance of states and observations together, states first, given what is observed. */
function conditional({ system, y, mask }: Case) {
  const { n, k, steps, a, q, z, h, m0, p0 } = system;
  const size = steps * (n + k);
  const mean = new Float64Array(size);
  const cov = new Float64Array(size * size);
  const set = (i: number, j: number, value: number): void => {
    cov[i * size + j] = value;
    cov[j * size + i] = value;
  };
  let state: ArrayLike<number> = m0;
  let own: ArrayLike<number> = p0;
  const means: ArrayLike<number>[] = [m0];
  const owns: ArrayLike<number>[] = [p0];
  for (let t = 1; t < steps; t++) {
    const move = matrixOf(a, n * n, t - 1);
    state = product(move, state, [n, n, 1]);
    const moved = product(product(move, own, [n, n, n]), transpose(move, n, n), [n, n, n]);
    own = moved.map((v, i) => v + matrixOf(q, n * n, t - 1)[i]);
    means.push(state);
    owns.push(own);
  }
  for (let s = 0; s < steps; s++) {
    mean.set(means[s], s * n);
    mean.set(product(matrixOf(z, k * n, s), means[s], [k, n, 1]), steps * n + s * k);
    let cross = owns[s];
    for (let t = s; t < steps; t++) {
      if (t > s) cross = product(cross, transpose(matrixOf(a, n * n, t - 1), n, n), [n, n, n]);
      const [zs, zt] = [matrixOf(z, k * n, s), matrixOf(z, k * n, t)];
      const stateByData = product(cross, transpose(zt, k, n), [n, n, k]);
      const dataByState = product(zs, cross, [k, n, n]);
      const dataByData = product(dataByState, transpose(zt, k, n), [k, n, k]);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) set(s * n + i, t * n + j, cross[i * n + j]);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < k; j++) set(s * n + i, steps * n + t * k + j, stateByData[i * k + j]);
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < n; j++) set(steps * n + s * k + i, t * n + j, dataByState[i * n + j]);
        for (let j = 0; j < k; j++)
          set(
            steps * n + s * k + i,
            steps * n + t * k + j,
            dataByData[i * k + j] + (s === t ? matrixOf(h, k * k, t)[i * k + j] : 0),
          );
      }
    }
  }
  const seen = [...mask.keys()].filter((i) => mask[i] !== 0).map((i) => steps * n + i);
  const m = seen.length;
  const joint = Float64Array.from(
    { length: m * m },
    (_, p) => cov[seen[Math.floor(p / m)] * size + seen[p % m]],
  );
  const across = Float64Array.from(
    { length: m * size },
    (_, p) => cov[seen[Math.floor(p / size)] * size + (p % size)],
  );
  const factor = cholesky(joint, m);
  const w = solveLower(factor, across, m, size);
  const v = solveLower(
    factor,
    Float64Array.from(seen, (i) => y[i - steps * n] - mean[i]),
    m,
    1,
  );
  const shift = product(transpose(w, m, size), v, [size, m, 1]);
  const known = product(transpose(w, m, size), w, [size, m, size]);
  return { mean: mean.map((x, i) => x + shift[i]), cov: cov.map((x, i) => x - known[i]) };
}

const gap = Number.NaN;
const observed = (...values: number[]) => ({
  y: Float64Array.from(values, (v) => (Number.isNaN(v) ? 0 : v)),
  mask: Float64Array.from(values, (v) => (Number.isNaN(v) ? 0 : 1)),
});
const f = (...values: number[]) => Float64Array.from(values);

const cases: readonly (readonly [string, Case])[] = [
  [
    'a level with gaps and a forecast',
    {
      system: { n: 1, k: 1, steps: 5, a: f(0.9), q: f(0.5), z: f(1.2), h: f(0.3), m0: f(1), p0: f(2) },
      ...observed(1.2, gap, 0.4, gap, gap),
    },
  ],
  [
    'vectors with parts missing, correlated noise, matrices by time',
    {
      system: {
        n: 2,
        k: 2,
        steps: 3,
        a: f(1, 0.5, 0, 0.8, 0.9, 0.1, 0.2, 0.7, 9, 9, 9, 9),
        q: f(0.5, 0.1, 0.1, 0.3),
        z: f(1, 0.3, -0.4, 1),
        h: f(0.4, 0.2, 0.2, 0.6, 1, -0.3, -0.3, 0.8, 0.5, 0.1, 0.1, 0.7),
        m0: f(1, -1),
        p0: f(1, 0.4, 0.4, 2),
      },
      ...observed(1, gap, 0.5, -0.6, gap, 2),
    },
  ],
  [
    'a state that is partly exact, observed without noise',
    {
      system: {
        n: 2,
        k: 1,
        steps: 4,
        a: f(0.5, 0.2, 1, 0),
        q: f(0.7, 0, 0, 0),
        z: f(1, 0),
        h: f(0),
        m0: f(0, 0),
        p0: f(1, 0.2, 0.2, 1),
      },
      ...observed(0.3, gap, -0.2, gap),
    },
  ],
];

describe('draws of a state space', () => {
  it.each(cases)('have the mean and covariance of the conditional: %s', (_, one) => {
    const { n, k, steps } = one.system;
    const at = (which: number) => {
      const rng = numbers(which);
      const { states, observations } = drawSeries(one, rng);
      return { values: [...states, ...observations], used: rng.used() };
    };
    // A draw is linear in its random numbers.
    const { values: center, used } = at(-1);
    const columns = Array.from({ length: used }, (_, i) => at(i).values.map((v, j) => v - center[j]));
    const expected = conditional(one);
    const size = steps * (n + k);
    for (let i = 0; i < size; i++) {
      expect(Math.abs(center[i] - expected.mean[i]), `mean ${i}`).toBeLessThan(1e-10);
      for (let j = 0; j < size; j++) {
        const found = columns.reduce((sum, column) => sum + column[i] * column[j], 0);
        expect(Math.abs(found - expected.cov[i * size + j]), `covariance ${i}, ${j}`).toBeLessThan(1e-10);
      }
    }
  });
});
