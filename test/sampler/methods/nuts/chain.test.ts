import { describe, expect, it } from 'vitest';
import type { Density } from '../../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../../sampler/infer/density-from-function.ts';
import { defaultChainSettings, resumeChain, runChain } from '../../../../sampler/methods/nuts/chain.ts';
import type {
  ChainCheckpoint,
  ChainReport,
  ChainSink,
} from '../../../../sampler/methods/nuts/chain-contract.ts';
import { ReferenceNuts } from '../../../../sampler/methods/nuts/nuts.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { funnel, keepChain, standardNormal } from '../targets.ts';

const clock = { now: () => 0 };
/** A density that counts its gradients. */
function countingNormal() {
  let count = 0;
  const normal = standardNormal(2);
  const density: Density = {
    ...normal,
    evaluate(state) {
      count += 1;
      normal.evaluate(state);
    },
    leapfrog(from, to, step) {
      count += 1;
      return normal.leapfrog(from, to, step);
    },
  };
  return { density, count: () => count };
}

const small = { ...defaultChainSettings, draws: 50, tune: 60 };

describe('a chain', () => {
  it('gives the same draws bit for bit from the same seed and stream', () => {
    const a = keepChain(funnel(5), { draws: 200, tune: 200 }, 1, 2);
    const b = keepChain(funnel(5), { draws: 200, tune: 200 }, 1, 2);
    expect(b.positions).toEqual(a.positions);
    expect(b.energies).toEqual(a.energies);
    expect(keepChain(funnel(5), { draws: 200, tune: 200 }, 1, 3).positions).not.toEqual(a.positions);
  });

  it('continues from any checkpoint, through JSON, to the same draws', () => {
    const whole: number[][] = [];
    const checkpoints: string[] = [];
    runChain(
      funnel(4),
      small,
      createRandom(3),
      {
        draw(_index, state, _stats, checkpoint) {
          whole.push([...state.position]);
          checkpoints.push(JSON.stringify(checkpoint()));
        },
      },
      clock,
    );
    for (const from of [1, 17, 49]) {
      const rest: number[][] = [];
      const indices: number[] = [];
      const outcome = resumeChain(
        funnel(4),
        small,
        JSON.parse(checkpoints[from - 1]) as ChainCheckpoint,
        {
          draw(index, state) {
            indices.push(index);
            rest.push([...state.position]);
          },
        },
        clock,
      );
      expect(outcome.kind).toBe('done');
      expect(indices[0]).toBe(from);
      expect(rest).toEqual(whole.slice(from));
    }
  });

  it('reports position, log density, energy and statistics that agree with each other', () => {
    let seen = 0;
    const density = standardNormal(3);
    runChain(
      density,
      small,
      createRandom(4),
      {
        draw(index, state, stats) {
          expect(index).toBe(seen++);
          const expected = -0.5 * state.position.reduce((sum, x) => sum + x * x, 0);
          expect(state.logDensity).toBeCloseTo(expected, 12);
          expect(stats.logDensity).toBe(state.logDensity);
          expect(stats.energy).toBeGreaterThanOrEqual(-stats.logDensity);
          expect(stats.gradients).toBeGreaterThanOrEqual(2 ** stats.treeDepth - 1);
          expect(stats.acceptance).toBeGreaterThan(0);
          expect(stats.acceptance).toBeLessThanOrEqual(1);
          expect(stats.stepSize).toBeGreaterThan(0);
          expect(stats.stepSize).toBeLessThanOrEqual(Math.PI);
        },
      },
      clock,
    );
    expect(seen).toBe(50);
  });

  it('counts every gradient the density computes, the start and the step-size search included', () => {
    const density = standardNormal(3);
    let calls = 0;
    let during = 0;
    const counted = {
      ...density,
      leapfrog: (...args: Parameters<typeof density.leapfrog>) => {
        calls += 1;
        return density.leapfrog(...args);
      },
      evaluate: (...args: Parameters<typeof density.evaluate>) => {
        calls += 1;
        density.evaluate(...args);
      },
    };
    const outcome = runChain(
      counted,
      small,
      createRandom(4),
      {
        draw(_index, _state, stats) {
          during += stats.gradients;
        },
      },
      clock,
    );
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.totals.gradientsDraws).toBe(during);
    const all = outcome.totals.gradientsDraws + outcome.totals.gradientsTune;
    expect(calls).toBe(all);
  });

  it('has its earlier draws behind it where it continues: their time counts to the time left', () => {
    const ticking = () => {
      let time = 0;
      return { now: () => time++ };
    };
    let at: ChainCheckpoint | null = null;
    const draw: ChainSink['draw'] = (index, _state, _stats, checkpoint) => {
      if (index === 39) at = checkpoint();
    };
    runChain(standardNormal(2), small, createRandom(5), { draw }, ticking());
    if (at === null) throw new Error('no checkpoint');
    const { tuneMs, drawsMs } = (at as ChainCheckpoint).totals;
    expect(drawsMs).toBeGreaterThan(0);
    const reports: number[] = [];
    const progress: ChainSink['progress'] = ({ elapsedMs }) => reports.push(elapsedMs);
    resumeChain(standardNormal(2), small, at, { draw() {}, progress }, ticking());
    expect(reports[0]).toBeGreaterThan(tuneMs + drawsMs);
  });

  it('stops while it looks for a start', () => {
    const counted = countingNormal();
    const shouldStop = () => counted.count() >= 5;
    const outcome = runChain(counted.density, small, createRandom(5), { draw() {}, shouldStop }, clock);
    expect(outcome).toMatchObject({ kind: 'stopped', phase: 'tuning' });
    expect(counted.count()).toBeLessThan(20);
  });

  it('stops before the next leapfrog step, while tuning and while sampling, and keeps what was drawn', () => {
    const whole = keepChain(standardNormal(2), small, 5, 0).positions;
    const gradients = countingNormal();
    runChain(gradients.density, small, createRandom(5, 0), { draw() {} }, clock);
    for (const [stopAfter, phase] of [
      [100, 'tuning'],
      [gradients.count() - 60, 'sampling'],
    ] as const) {
      const kept: number[] = [];
      const counted = countingNormal();
      const sink: ChainSink = {
        draw: (_index, state) => kept.push(...state.position),
        shouldStop: () => counted.count() >= stopAfter,
      };
      const outcome = runChain(counted.density, small, createRandom(5, 0), sink, clock);
      expect(outcome).toMatchObject({ kind: 'stopped', phase, draws: kept.length / 2 });
      expect(counted.count()).toBe(stopAfter);
      expect(kept).toEqual([...whole.slice(0, kept.length)]);
    }
  });

  it('stays where it was when a trajectory is stopped half way', () => {
    let left = 0;
    const density = standardNormal(2);
    const nuts = new ReferenceNuts(density, defaultChainSettings, () => left-- <= 0);
    nuts.state.position.set([0.5, -0.25]);
    density.evaluate(nuts.state);
    const random = createRandom(6);
    for (const steps of [0, 1, 2, 5, 30, 100]) {
      left = steps;
      nuts.transition(random, 0.001);
      expect(nuts.last).toMatchObject({ end: 'stopped', leapfrogs: steps });
      expect([...nuts.state.position]).toEqual([0.5, -0.25]);
    }
  });

  it('reports progress as often as the clock allows, and at the end', () => {
    const reports: ChainReport[] = [];
    let time = 0;
    runChain(
      standardNormal(2),
      small,
      createRandom(6),
      {
        draw() {},
        progress: (report) => reports.push(report),
      },
      { now: () => (time += 10) },
    );
    expect(reports.length).toBeGreaterThan(5);
    expect(reports.length).toBeLessThan(20);
    expect(reports[0].phase).toBe('tuning');
    expect(reports.at(-1)).toMatchObject({ phase: 'sampling', done: 110, total: 110 });
    for (const report of reports) expect(report.gradientsPerDraw).toBeGreaterThanOrEqual(1);
  });

  it('runs without parameters', () => {
    const outcome = runChain(standardNormal(0), small, createRandom(7), { draw() {} }, clock);
    expect(outcome.kind).toBe('done');
  });
});

describe('the start', () => {
  it('is tried again until the density is finite', () => {
    const density = densityFromFunction(1, (x, gradient) => {
      gradient[0] = -x[0];
      return x[0] > 1.5 ? -0.5 * x[0] * x[0] : Number.NEGATIVE_INFINITY;
    });
    expect(keepChain(density, { draws: 10, tune: 10 }, 8).outcome.kind).toBe('done');
  });

  it('fails with the last point tried and its log density', () => {
    const density = densityFromFunction(2, (_x, gradient) => {
      gradient.fill(0);
      return Number.NEGATIVE_INFINITY;
    });
    const { outcome } = keepChain(density, { draws: 10 }, 9);
    if (outcome.kind !== 'bad-start') throw new Error(outcome.kind);
    expect(outcome.logDensity).toBe(Number.NEGATIVE_INFINITY);
    expect(outcome.attempts).toBe(100);
    expect(outcome.position).toHaveLength(2);
    for (const x of outcome.position) expect(Math.abs(x)).toBeLessThan(2);
  });

  it('fails on a gradient that is not a number, and says which', () => {
    const density = densityFromFunction(2, (x, gradient) => {
      gradient[0] = -x[0];
      gradient[1] = Number.NaN;
      return -0.5 * x[0] * x[0];
    });
    const { outcome } = keepChain(density, { draws: 10 }, 10);
    expect(outcome).toMatchObject({ kind: 'bad-start', badGradients: [1] });
  });

  it('is the point given, where one is', () => {
    const initialPosition = Float64Array.of(40, -3);
    const evaluated: number[][] = [];
    const density = standardNormal(2);
    const watched = {
      ...density,
      evaluate(state: Parameters<typeof density.evaluate>[0]) {
        evaluated.push([...state.position]);
        density.evaluate(state);
      },
    };
    expect(keepChain(watched, { initialPosition, draws: 10, tune: 100 }, 11).outcome.kind).toBe('done');
    expect(evaluated[0]).toEqual([40, -3]);
  });
});

describe('a density that fails', () => {
  it('ends trajectories as divergences, and the chain continues', () => {
    // A normal cut off at 1 by a failure, not by a wall.
    const density = densityFromFunction(1, (x, gradient) => {
      gradient[0] = -x[0];
      return x[0] < 1 ? -0.5 * x[0] * x[0] : Number.NaN;
    });
    const { outcome, positions, divergences } = keepChain(density, { draws: 500, tune: 200 }, 12);
    expect(outcome.kind).toBe('done');
    expect(positions.every((x) => x < 1)).toBe(true);
    expect(divergences.length).toBeGreaterThan(0);
    expect(divergences.every((divergence) => Number.isNaN(divergence.energyError))).toBe(true);
    expect(divergences.every((divergence) => divergence.end[0] >= 1)).toBe(true);
  });
});
