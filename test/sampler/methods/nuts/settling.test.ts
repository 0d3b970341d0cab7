/** When tuning ends: what has to settle, how early, how late, and what a late divergence changes. */
import { describe, expect, it } from 'vitest';
import type { Density } from '../../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../../sampler/infer/density-from-function.ts';
import { Settling, WINDOW } from '../../../../sampler/methods/nuts/adapt/settling.ts';
import { DualAveraging, defaultDualAveraging } from '../../../../sampler/methods/nuts/adapt/step-size.ts';
import { defaultChainSettings, resumeChain, runChain } from '../../../../sampler/methods/nuts/chain.ts';
import type {
  ChainCheckpoint,
  ChainReport,
  ChainSettings,
} from '../../../../sampler/methods/nuts/chain-contract.ts';
import { defaultNutsSettings, ReferenceNuts } from '../../../../sampler/methods/nuts/nuts.ts';
import { createRandom } from '../../../../sampler/random.ts';
import type { TunedChain } from '../../../../sampler/report/sample-report.ts';
import { funnel, gaussian, keepChain, standardNormal } from '../targets.ts';

const clock = { now: () => 0 };

/** What a draw of a made-up chain is; `t` counts the windows, with fractions. */
interface MadeUp {
  readonly position: (noise: number, t: number) => number;
  readonly gradient: (noise: number, t: number) => number;
  readonly logDensity: (noise: number, t: number) => number;
  readonly leapfrogs: (t: number) => number;
  readonly step: (t: number) => number;
}

const settled: MadeUp = {
  position: (noise) => noise,
  gradient: (noise) => -noise,
  logDensity: (noise) => -0.5 * noise * noise,
  leapfrogs: () => 7,
  step: () => 0.5,
};

/** After how many draws all has settled, up to eight windows. */
function settlesAt(changes: Partial<MadeUp>, dimension = 3, seed = 1): number | null {
  const chain = { ...settled, ...changes };
  const nuts = new ReferenceNuts(standardNormal(dimension), defaultNutsSettings);
  const settling = new Settling(dimension);
  const random = createRandom(seed);
  for (let draw = 0; draw < 8 * WINDOW; draw++) {
    const t = draw / WINDOW;
    let noise = 0;
    for (let i = 0; i < dimension; i++) {
      noise = random.normal();
      // The first coordinate alone is made up.
      nuts.state.position[i] = i === 0 ? chain.position(noise, t) : noise;
      nuts.state.gradient[i] = i === 0 ? chain.gradient(noise, t) : -noise;
    }
    nuts.state.logDensity = chain.logDensity(noise, t);
    nuts.last.leapfrogs = chain.leapfrogs(t);
    if (settling.add(nuts, chain.step(t))) return draw + 1;
  }
  return null;
}

describe('what has settled', () => {
  it('is seen at the end of the second window, in few coordinates and in many', () => {
    for (const dimension of [1, 3, 200])
      for (const seed of [1, 2, 3, 4]) expect(settlesAt({}, dimension, seed)).toBe(2 * WINDOW);
  });

  it('is nothing while the log density climbs', () => {
    expect(settlesAt({ logDensity: (noise, t) => 3 * t + 0.5 * noise })).toBeNull();
  });

  it('is nothing while one coordinate travels', () => {
    expect(settlesAt({ position: (noise, t) => 4 * t + noise }, 100)).toBeNull();
  });

  it('is nothing while the scale of one coordinate changes', () => {
    expect(settlesAt({ position: (noise, t) => 3.5 ** Math.floor(t) * noise }, 100)).toBeNull();
    expect(settlesAt({ gradient: (noise, t) => 3.5 ** Math.floor(t) * noise }, 100)).toBeNull();
  });

  it('is nothing while all scales change a little', () => {
    const changing = { position: (noise: number, t: number) => 1.8 ** Math.floor(t) * noise };
    expect(settlesAt(changing, 1)).toBeNull();
    // Among coordinates at rest that much is noise.
    expect(settlesAt(changing, 100)).not.toBeNull();
  });

  it('is nothing while the step size changes', () => {
    expect(settlesAt({ step: (t) => 0.5 * 1.3 ** t })).toBeNull();
    expect(settlesAt({ step: (t) => 0.5 * 1.1 ** t })).toBe(2 * WINDOW);
  });

  it('is nothing while trajectories become shorter', () => {
    expect(settlesAt({ leapfrogs: (t) => 1000 * 0.6 ** Math.floor(t) })).toBeNull();
    expect(settlesAt({ leapfrogs: (t) => 1.5 ** Math.floor(t) })).toBe(2 * WINDOW);
  });

  it('leaves coordinates without a scale out: one that does not move, one with a flat density', () => {
    expect(settlesAt({ position: () => 3 })).toBe(2 * WINDOW);
    expect(settlesAt({ gradient: () => 0 })).toBe(2 * WINDOW);
  });

  it('waits for what travels, and no longer', () => {
    expect(settlesAt({ logDensity: (noise, t) => 5 * Math.min(t, 3) + 0.5 * noise })).toBe(5 * WINDOW);
  });
});

function tunedOf(density: Density, changes: Partial<ChainSettings>, seed = 1): TunedChain {
  const { outcome } = keepChain(density, { draws: 1, ...changes }, seed);
  if (outcome.kind !== 'done' || outcome.totals.tuned === undefined) throw new Error(outcome.kind);
  return outcome.totals.tuned;
}

describe('tuning', () => {
  const correlated = () => gaussian([0, 5, -3], [[1], [0.9, 0.3], [30, 1, 2]]);

  it('ends early on Gaussians, after 200 draws at the earliest', () => {
    for (const density of [standardNormal(1), standardNormal(50), correlated()]) {
      const counts = [1, 2, 3, 4, 5].map((seed) => tunedOf(density, { tune: 1000 }, seed).draws ?? 0);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(200);
      expect(Math.max(...counts)).toBeLessThanOrEqual(400);
    }
  });

  it('takes no more draws than are asked for, and below 200 all of them', () => {
    for (const tune of [0, 1, 20, 150, 200]) expect(tunedOf(standardNormal(2), { tune }).draws).toBe(tune);
    expect(tunedOf(standardNormal(2), { tune: 230 }).draws).toBeLessThanOrEqual(230);
  });

  it('does not end while the chain travels', () => {
    const uphillForEver = densityFromFunction(1, (x, gradient) => {
      gradient[0] = 1;
      return x[0];
    });
    const fromZero = { initialPosition: Float64Array.of(0), maxTreeDepth: 3 };
    for (const seed of [1, 2, 3])
      expect(tunedOf(uphillForEver, { ...fromZero, tune: 600 }, seed).draws).toBe(600);
  });

  it('always lasts to the last draw with the schedule of Stan', () => {
    expect(tunedOf(standardNormal(2), { metric: 'diag', tune: 600 }).draws).toBe(600);
  });

  it('ends with the step size that its last metric takes', () => {
    const long = tunedOf(standardNormal(10), { tune: 1000, metric: 'diag' }).step_size;
    for (const seed of [1, 2, 3, 4]) {
      const { step_size } = tunedOf(standardNormal(10), { tune: 1000 }, seed);
      expect(Math.abs(Math.log(step_size / long))).toBeLessThan(0.35);
    }
  });
});

describe('a divergence late in tuning', () => {
  /** A normal cut off at 1 by a failure. */
  const cut = () =>
    densityFromFunction(1, (x, gradient) => {
      gradient[0] = -x[0];
      return x[0] < 1 ? -0.5 * x[0] * x[0] : Number.NaN;
    });

  it('raises the target to 0.95, and the step size follows', () => {
    const raised = tunedOf(cut(), { tune: 1000 });
    expect(raised.target_accept).toBe(0.95);
    expect(raised.step_size).toBeLessThan(0.7 * tunedOf(cut(), { tune: 1000, metric: 'diag' }).step_size);
  });

  it('is expected where steps nearly diverge, at a wall that no step of tuning breaks through', () => {
    // Its force is bounded, so that a step into it goes wrong by tens, not by thousands.
    const wall = densityFromFunction(1, (x, gradient) => {
      const beyond = Math.max(0, x[0] - 2.3);
      gradient[0] = -x[0] - (beyond > 0 ? 20 : 0);
      return -0.5 * x[0] * x[0] - 20 * beyond;
    });
    const divergences: number[] = [];
    const sink = { draw() {}, divergence: (draw: number) => void divergences.push(draw) };
    const settings = { ...defaultChainSettings, draws: 1, tune: 1000, metric: 'diag_grad' as const };
    const outcome = runChain(wall, settings, createRandom(1), sink, clock);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(divergences.filter((draw) => draw >= 100)).toEqual([]);
    expect(outcome.totals.tuned?.target_accept).toBe(0.95);
  });

  it('does so where tuning lasts to its last draw, too', () => {
    expect(tunedOf(cut(), { tune: 200 }).target_accept).toBe(0.95);
  });

  it('leaves a higher target as it is', () => {
    expect(tunedOf(cut(), { tune: 1000, targetAccept: 0.97 }).target_accept).toBeUndefined();
  });

  it('raises nothing where there is none, though the first draws diverged', () => {
    const seen: number[] = [];
    let evaluations = 0;
    const failsAtFirst = densityFromFunction(1, (x, gradient) => {
      evaluations += 1;
      gradient[0] = -x[0];
      return evaluations < 150 && evaluations % 8 === 0 ? Number.NaN : -0.5 * x[0] * x[0];
    });
    const settings = { ...defaultChainSettings, draws: 1, tune: 1000 };
    const sink = { draw() {}, divergence: (draw: number) => void seen.push(draw) };
    const outcome = runChain(failsAtFirst, settings, createRandom(2), sink, clock);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(seen.length).toBeGreaterThan(3);
    expect(Math.max(...seen)).toBeLessThan(100);
    expect(outcome.totals.tuned?.target_accept).toBeUndefined();
  });

  it('is followed by draws enough for the new step size', () => {
    // Acceptance exp(−step²): 0.8 and 0.95 lie at 0.472 and 0.226.
    const random = createRandom(4);
    const averaging = new DualAveraging(defaultDualAveraging, 1);
    const run = (draws: number) => {
      for (let i = 0; i < draws; i++)
        averaging.update(Math.exp(-(averaging.current ** 2)) + 0.1 * (random.next() - 0.5));
    };
    run(200);
    expect(Math.abs(averaging.averaged / 0.472 - 1)).toBeLessThan(0.1);
    averaging.raise(0.95);
    expect(averaging.targetAccept).toBe(0.95);
    run(50);
    expect(Math.abs(averaging.averaged / 0.226 - 1)).toBeLessThan(0.15);
  });
});

describe('a chain whose tuning ended early', () => {
  const settings = { ...defaultChainSettings, draws: 60, tune: 1000 };

  it('continues from any checkpoint to the same draws and totals, and tells the same progress', () => {
    const whole: number[][] = [];
    const checkpoints: string[] = [];
    const run = runChain(
      funnel(4),
      settings,
      createRandom(3),
      {
        draw(_index, state, _stats, checkpoint) {
          whole.push([...state.position]);
          checkpoints.push(JSON.stringify(checkpoint()));
        },
      },
      clock,
    );
    if (run.kind !== 'done') throw new Error(run.kind);
    for (const from of [1, 40]) {
      const rest: number[][] = [];
      const reports: ChainReport[] = [];
      const resumed = resumeChain(
        funnel(4),
        settings,
        JSON.parse(checkpoints[from - 1]) as ChainCheckpoint,
        { draw: (_, state) => void rest.push([...state.position]), progress: (r) => void reports.push(r) },
        clock,
      );
      expect(rest).toEqual(whole.slice(from));
      expect(resumed).toMatchObject({ kind: 'done', totals: run.totals });
      expect(reports.at(-1)?.total).toBe((run.totals.tuned?.draws ?? 0) + settings.draws);
    }
  });

  it('has as many draws before it as it tells, then exactly those that it did', () => {
    const reports: ChainReport[] = [];
    let now = 0;
    runChain(
      standardNormal(2),
      settings,
      createRandom(1),
      { draw() {}, progress: (r) => void reports.push(r) },
      { now: () => (now += 1000) },
    );
    const tuning = reports.filter(({ phase }) => phase === 'tuning');
    const sampling = reports.filter(({ phase }) => phase === 'sampling');
    expect(tuning.length).toBeLessThan(500);
    expect(new Set(tuning.map(({ total }) => total))).toEqual(new Set([1060]));
    expect(new Set(sampling.map(({ total }) => total))).toEqual(new Set([tuning.length + 60]));
    expect(reports.map(({ done }) => done)).toEqual(reports.map((_, k) => k + 1));
  });
});
