/** Densities whose modes and masses are known, and chains that saw only a part of them. */
import { describe, expect, it } from 'vitest';
import type { Density } from '../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../sampler/infer/density-from-function.ts';
import { createRandom } from '../../../sampler/random.ts';
import { scout } from '../../../sampler/scout/scout.ts';

/** One coordinate of a normal with this mean and sd 1, as log density and slope. */
const bump = (x: number, mean: number) => ({ value: -0.5 * (x - mean) ** 2, slope: mean - x });

/** Weighted normals of unit sds along one coordinate; standard normals along the others. */
function mixture(
  n: number,
  components: readonly { readonly weight: number; readonly mean: number }[],
): Density {
  return densityFromFunction(n, (x, gradient) => {
    const parts = components.map(({ weight, mean }) => {
      const { value, slope } = bump(x[0], mean);
      return { value: value + Math.log(weight), slope };
    });
    const most = Math.max(...parts.map(({ value }) => value));
    const total = parts.reduce((sum, { value }) => sum + Math.exp(value - most), 0);
    gradient[0] = parts.reduce((sum, { value, slope }) => sum + (Math.exp(value - most) / total) * slope, 0);
    let density = most + Math.log(total);
    for (let i = 1; i < n; i++) {
      density -= 0.5 * x[i] ** 2;
      gradient[i] = -x[i];
    }
    return density;
  });
}

/** Draws of four chains, of normals around these means of the first coordinate. */
function chainsAround(n: number, means: readonly number[]): Float64Array[][] {
  return means.map((mean, c) => {
    const random = createRandom(5, c);
    return Array.from({ length: 100 }, () =>
      Float64Array.from({ length: n }, (_, i) => (i === 0 ? mean : 0) + random.normal()),
    );
  });
}

function look(density: Density, chains: readonly (readonly Float64Array[])[], seed = 1, budget = 10_000) {
  const found = scout(density, chains, { budget }, createRandom(seed, 3000), () => false);
  if (found === null) throw new Error('something can be said');
  return found;
}

describe('the scout', () => {
  it.each([1, 3, 20])('finds the mode that holds a quarter of the mass, in %i dimensions', (n) => {
    const density = mixture(n, [
      { weight: 3, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    const { unvisited, symmetries } = look(density, chainsAround(n, [0, 0, 0, 0]));
    expect(symmetries).toEqual([]);
    expect(unvisited).toHaveLength(1);
    const [{ share, draws }] = unvisited;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
    expect(draws.reduce((sum, [x]) => sum + x / draws.length, 0)).toBeCloseTo(30, 0);
  });

  it('reaches a mode beyond all far points from draws of the priors', () => {
    const density = mixture(3, [
      { weight: 3, mean: 0 },
      { weight: 1, mean: 1e5 },
    ]);
    const shareFrom = (starts: readonly Float64Array[]) => {
      const settings = { budget: 10_000, starts };
      const found = scout(
        density,
        chainsAround(3, [0, 0, 0, 0]),
        settings,
        createRandom(1, 3000),
        () => false,
      );
      return found?.unvisited[0]?.share;
    };
    expect(shareFrom([])).toBeUndefined();
    expect(shareFrom([Float64Array.of(1.1e5, 2, Number.NaN)])).toBeCloseTo(0.25, 1);
  });

  it('tells the share beside an approximation by a run of its own, not by draws that are too narrow', () => {
    const density = mixture(3, [
      { weight: 3, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    const narrow = chainsAround(3, [0, 0, 0, 0]).map((draws) =>
      draws.map((draw) => draw.map((x) => 0.3 * x)),
    );
    const shareOf = (areApproximate: boolean) => {
      const settings = { budget: 10_000, areApproximate };
      const found = scout(density, narrow, settings, createRandom(1, 3000), () => false);
      return found?.unvisited[0]?.share ?? Number.NaN;
    };
    expect(shareOf(true)).toBeCloseTo(0.25, 1);
    // As if they were draws of the posterior, which they are not.
    expect(Math.abs(shareOf(false) - 0.25)).toBeGreaterThan(0.1);
  });

  it('tells nothing where one chain of four was there', () => {
    const density = mixture(2, [
      { weight: 1, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    expect(look(density, chainsAround(2, [0, 0, 30, 0]))).toMatchObject({ unvisited: [], symmetries: [] });
  });

  it('tells nothing of a mode with a thousandth of the mass', () => {
    const density = mixture(2, [
      { weight: 1000, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    expect(look(density, chainsAround(2, [0, 0, 0, 0])).unvisited).toEqual([]);
  });

  it('tells nothing of a second top that the draws walk over', () => {
    const density = mixture(2, [
      { weight: 1, mean: 0 },
      { weight: 1, mean: 2.2 },
    ]);
    expect(look(density, chainsAround(2, [0, 2.2, 0, 2.2]))).toMatchObject({ unvisited: [], symmetries: [] });
  });

  it('names a copy with the sign turned as a symmetry, not as a mode', () => {
    const density = mixture(3, [
      { weight: 1, mean: -8 },
      { weight: 1, mean: 8 },
    ]);
    const { unvisited, symmetries } = look(density, chainsAround(3, [8, 8, 8, 8]));
    expect(unvisited).toEqual([]);
    expect(symmetries).toHaveLength(1);
    expect(symmetries[0].symmetry).toEqual({ kind: 'sign', coordinates: [0] });
    expect(symmetries[0].position[0]).toBeCloseTo(-8, 3);
  });

  it('names coordinates that trade places', () => {
    const [low, high] = [-5, 4];
    // log of N(low, high) + N(high, low), a mixture whose components have no names.
    const density = densityFromFunction(2, (x, gradient) => {
      const one = bump(x[0], low).value + bump(x[1], high).value;
      const other = bump(x[0], high).value + bump(x[1], low).value;
      const most = Math.max(one, other);
      const share = Math.exp(one - most) / (Math.exp(one - most) + Math.exp(other - most));
      gradient[0] = share * low + (1 - share) * high - x[0];
      gradient[1] = share * high + (1 - share) * low - x[1];
      return most + Math.log(Math.exp(one - most) + Math.exp(other - most));
    });
    const chains = chainsAround(2, [low, low, low, low]).map((draws) =>
      draws.map((draw) => Float64Array.of(draw[0], draw[1] + high)),
    );
    const { unvisited, symmetries } = look(density, chains);
    expect(unvisited).toEqual([]);
    expect(symmetries.map(({ symmetry }) => symmetry)).toEqual([{ kind: 'exchange', coordinates: [0, 1] }]);
  });

  it('takes equal heights alone for no symmetry', () => {
    const density = mixture(1, [
      { weight: 1, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    const { unvisited, symmetries } = look(density, chainsAround(1, [0, 0, 0, 0]));
    expect(symmetries).toEqual([]);
    expect(unvisited[0].share).toBeCloseTo(0.5, 1);
  });

  it('drops the narrow peak of a funnel, which has no mass', () => {
    // v ~ Normal(0, 3), nine x ~ Normal(0, e^(v/2)): its top is at v = −40.5.
    const funnel = densityFromFunction(10, (u, gradient) => {
      const v = u[0];
      let squares = 0;
      for (let i = 1; i < 10; i++) {
        squares += u[i] ** 2;
        gradient[i] = -u[i] * Math.exp(-v);
      }
      gradient[0] = -v / 9 - 4.5 + 0.5 * squares * Math.exp(-v);
      return -(v ** 2) / 18 - 4.5 * v - 0.5 * squares * Math.exp(-v);
    });
    const chains = [0, 1, 2, 3].map((c) => {
      const random = createRandom(7, c);
      return Array.from({ length: 100 }, () => {
        const v = 3 * random.normal();
        return Float64Array.from({ length: 10 }, (_, i) => (i === 0 ? v : Math.exp(v / 2) * random.normal()));
      });
    });
    expect(look(funnel, chains)).toMatchObject({ unvisited: [], symmetries: [] });
  });

  it('keeps to its gradients, and is the same for a seed', () => {
    const density = mixture(2, [{ weight: 1, mean: 0 }]);
    const chains = chainsAround(2, [0, 0, 0, 0]);
    const [small, large] = [300, 5000].map((budget) => look(density, chains, 1, budget).gradients);
    expect(small).toBeLessThan(700);
    expect(large).toBeGreaterThan(small);
    const twoModes = mixture(2, [
      { weight: 1, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    expect(look(twoModes, chains, 4)).toEqual(look(twoModes, chains, 4));
  });

  it('stops when asked', () => {
    const density = mixture(2, [
      { weight: 1, mean: 0 },
      { weight: 1, mean: 30 },
    ]);
    let asked = 0;
    const stops = () => ++asked > 20;
    const found = scout(density, chainsAround(2, [0, 0, 0, 0]), { budget: 1e9 }, createRandom(1), stops);
    // In the middle of an ascent, and without another gradient.
    expect(found).toMatchObject({ unvisited: [], symmetries: [], gradients: 20 });
  });
});
