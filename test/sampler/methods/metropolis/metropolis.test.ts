import { describe, expect, it } from 'vitest';
import { essMean } from '../../../../sampler/diagnose/ess.ts';
import { mcseMean } from '../../../../sampler/diagnose/mcse.ts';
import type { Density } from '../../../../sampler/infer/density.ts';
import {
  defaultMetropolisSettings,
  type MetropolisSettings,
  runMetropolis,
} from '../../../../sampler/methods/metropolis/metropolis.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { mean } from '../../../../sampler/stats/moments.ts';
import { gaussian, standardNormal } from '../targets.ts';

function keep(density: Density, partial: Partial<MetropolisSettings>, seed: number) {
  const settings = { ...defaultMetropolisSettings, ...partial };
  const positions = new Float64Array(settings.draws * density.dimension);
  let acceptance = 0;
  const outcome = runMetropolis(
    density,
    settings,
    createRandom(seed),
    {
      draw(index, state, stats) {
        positions.set(state.position, index * density.dimension);
        acceptance += stats.acceptance / settings.draws;
      },
    },
    { now: () => 0 },
  );
  return { outcome, positions, acceptance };
}

describe('random-walk Metropolis', () => {
  it('has the right mean and variance, at very different scales', () => {
    const density = gaussian(
      [5, -3],
      [
        [0.01, 0],
        [30, 40],
      ],
    );
    const { positions, outcome } = keep(density, { draws: 40_000, tune: 4000 }, 1);
    expect(outcome.kind).toBe('done');
    for (const [i, centre, variance] of [
      [0, 5, 1e-4],
      [1, -3, 2500],
    ]) {
      const x = positions.filter((_, k) => k % 2 === i);
      expect(essMean(x, 1)).toBeGreaterThan(1000);
      expect(Math.abs(mean(x) - centre) / mcseMean(x, 1)).toBeLessThan(4);
      const squares = x.map((value) => (value - centre) ** 2);
      expect(Math.abs(mean(squares) - variance) / mcseMean(squares, 1)).toBeLessThan(4);
    }
  });

  it('reaches its target acceptance', () => {
    expect(Math.abs(keep(standardNormal(1), { draws: 5000 }, 2).acceptance - 0.44)).toBeLessThan(0.06);
    expect(Math.abs(keep(standardNormal(20), { draws: 5000 }, 2).acceptance - 0.244)).toBeLessThan(0.06);
  });

  it('is deterministic, and thins', () => {
    const a = keep(standardNormal(2), { draws: 300, thin: 5 }, 3);
    expect(keep(standardNormal(2), { draws: 300, thin: 5 }, 3).positions).toEqual(a.positions);
    const every = keep(standardNormal(2), { draws: 1500 }, 3).positions;
    expect(a.positions.subarray(0, 2)).toEqual(every.subarray(8, 10));
  });

  it('says where it could not start', () => {
    const nowhere = { ...standardNormal(1) };
    nowhere.evaluate = (state) => {
      state.logDensity = Number.NEGATIVE_INFINITY;
    };
    expect(keep(nowhere, {}, 4).outcome.kind).toBe('bad-start');
  });
});
