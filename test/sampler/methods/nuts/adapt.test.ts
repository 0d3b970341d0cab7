import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientMetric } from '../../../../sampler/methods/nuts/adapt/metric-grad.ts';
import {
  earlyTreeDepth,
  gradientSchedule,
  windowSchedule,
} from '../../../../sampler/methods/nuts/adapt/schedule.ts';
import {
  DualAveraging,
  defaultDualAveraging,
  findStepSize,
} from '../../../../sampler/methods/nuts/adapt/step-size.ts';
import { Welford } from '../../../../sampler/methods/nuts/adapt/welford.ts';
import { metricDensity } from '../../../../sampler/methods/nuts/metric/metric-density.ts';
import { defaultNutsSettings, ReferenceNuts } from '../../../../sampler/methods/nuts/nuts.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { gaussian, keepChain, standardNormal } from '../targets.ts';

describe("Stan's windows", () => {
  it('are those Stan prints for 1000 draws', () => {
    const { slowFrom, slowEnd, updates } = windowSchedule(1000);
    expect([slowFrom, slowEnd]).toEqual([75, 950]);
    expect([...updates]).toEqual([99, 149, 249, 449, 949]);
  });

  it('take up the next window where that would not fit after them: base/windowed_adaptation.hpp, draw by draw', () => {
    for (const tune of [150, 300, 699, 700, 701, 1500, 2000, 5000]) {
      const end = tune - 50;
      let size = 25;
      let next = 75 + size - 1;
      const expected: number[] = [];
      for (let draw = 0; draw < end; draw++) {
        if (draw !== next) continue;
        expected.push(draw);
        if (next === end - 1) break;
        size *= 2;
        next = draw + size;
        if (next !== end - 1 && next + 2 * size >= end) next = end - 1;
      }
      expect([...windowSchedule(tune).updates], `tune ${tune}`).toEqual(expected);
    }
    expect([...windowSchedule(700).updates]).toEqual([99, 149, 249, 649]);
  });

  it('shrink in proportion below 150 draws and vanish below 20', () => {
    expect(windowSchedule(100)).toMatchObject({ slowFrom: 15, slowEnd: 90 });
    expect([...windowSchedule(100).updates]).toEqual([89]);
    expect(windowSchedule(19).updates.size).toBe(0);
  });

  it('end with the last slow draw, whatever the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 20_000 }), (tune) => {
        const { slowFrom, slowEnd, updates } = windowSchedule(tune);
        const ends = [...updates];
        expect(ends.at(-1)).toBe(slowEnd - 1);
        ends.reduce((before, end) => {
          expect(end).toBeGreaterThan(before);
          return end;
        }, slowFrom);
      }),
    );
  });
});

describe('the gradient schedule', () => {
  it('is early for 30 %, 100 draws at most, and frozen for the last 15 %', () => {
    expect(gradientSchedule(1000)).toMatchObject({ earlyEnd: 100, frozenFrom: 850 });
    expect(gradientSchedule(100)).toMatchObject({ earlyEnd: 30, frozenFrom: 85 });
    expect(gradientSchedule(0)).toMatchObject({ earlyEnd: 0, frozenFrom: 0 });
  });

  it('chooses the kind of metric three times in the early phase, and after the first window of the main one', () => {
    expect(gradientSchedule(1000).choices).toEqual([30, 60, 100, 180]);
    expect(gradientSchedule(100).choices).toEqual([9, 18, 30, 110]);
  });

  it('keeps trajectories short in the early phase alone', () => {
    expect([0, 99, 100].map((draw) => earlyTreeDepth(draw, 1000))).toEqual([6, 6, Number.POSITIVE_INFINITY]);
    expect(earlyTreeDepth(30, 100)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('running variance', () => {
  it('agrees with two passes, far from the origin too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 50 }),
        fc.constantFrom(0, 1e6),
        (values, offset) => {
          const welford = new Welford(1);
          for (const value of values) welford.add(Float64Array.of(value + offset));
          const shifted = values.map((value) => value + offset);
          const centre = shifted.reduce((sum, x) => sum + x, 0) / shifted.length;
          const direct = shifted.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (shifted.length - 1);
          expect(welford.variance(0)).toBeCloseTo(direct, 6);
        },
      ),
    );
  });
});

describe('dual averaging', () => {
  it('finds the step at which a known acceptance curve meets the target', () => {
    // Acceptance exp(−step): the target 0.8 lies at −log 0.8.
    const random = createRandom(1);
    const averaging = new DualAveraging(defaultDualAveraging, 3);
    for (let i = 0; i < 3000; i++) {
      const noise = 0.2 * (random.next() - 0.5);
      averaging.update(Math.exp(-averaging.current) + noise);
    }
    expect(Math.abs(averaging.averaged + Math.log(0.8))).toBeLessThan(0.01);
  });

  it('never goes beyond its largest step', () => {
    const averaging = new DualAveraging(defaultDualAveraging, 100);
    for (let i = 0; i < 50; i++) {
      averaging.update(1);
      expect(averaging.current).toBeLessThanOrEqual(Math.PI * (1 + 1e-15));
    }
  });
});

describe('the first step size', () => {
  it('follows the scale of the density up and down', () => {
    const random = createRandom(2);
    for (const scale of [1e-3, 1, 1e3]) {
      const density = gaussian([0, 0], [[scale], [0, scale]]);
      const nuts = new ReferenceNuts(density, defaultNutsSettings);
      nuts.state.position.fill(scale);
      density.evaluate(nuts.state);
      for (const guess of [1e-6, 1e-3, 1, 1e5]) {
        const step = findStepSize(nuts, random, guess, { ...defaultDualAveraging, maxStep: 1e6 });
        expect(step / scale).toBeGreaterThan(0.1);
        expect(step / scale).toBeLessThan(10);
      }
    }
  });
});

describe('the metric from draws and gradients', () => {
  /** Of the values kept for one coordinate: sqrt(var(draw) / var(gradient)). */
  const estimate = (kept: readonly (readonly [number, number])[]): number => {
    const variance = (values: readonly number[]) => {
      const centre = values.reduce((sum, x) => sum + x, 0) / values.length;
      return values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1);
    };
    return Math.sqrt(variance(kept.map(([x]) => x)) / variance(kept.map(([, g]) => g)));
  };

  it('is that of the draws since the last switch but one, with switches every 10 draws, then after 80, 120, 180 …', () => {
    const tune = 1000;
    const random = createRandom(8);
    const density = metricDensity(standardNormal(1));
    const nuts = new ReferenceNuts(density, defaultNutsSettings);
    const place = (x: number, g: number) => {
      nuts.state.position[0] = x;
      nuts.state.gradient[0] = g;
    };
    place(0.3, -0.7);
    const adaptation = gradientMetric(
      density,
      nuts,
      { tune, least: tune, stepSize: defaultDualAveraging },
      random,
    );
    let foreground: (readonly [number, number])[] = [[0.3, -0.7]];
    let background: (readonly [number, number])[] = [[0.3, -0.7]];
    let window = 80;
    const switches: number[] = [];
    for (let draw = 0; draw < tune; draw++) {
      // The scale drifts, so that each draw kept or forgotten shows.
      const value = [(1 + draw / 50) * random.normal(), random.normal()] as const;
      place(...value);
      const moved = random.next() < 0.9;
      Object.assign(nuts.last, { end: 'turning', index: moved ? 3 : 0, divergence: null });
      adaptation.learn(draw, random);
      if (draw < 850) {
        if (moved) {
          foreground.push(value);
          background.push(value);
        }
        const size = draw < 100 ? 10 : window;
        if (background.length >= size && draw + size <= 850) {
          foreground = background;
          background = [];
          switches.push(draw);
          if (draw >= 100) window = Math.floor(1.5 * window);
        }
      }
      if (foreground.length >= 3)
        expect(density.inverseMass[0] / estimate(foreground), `draw ${draw}`).toBeCloseTo(1, 9);
    }
    // Both phases switch, and nothing does in the last 15 %.
    expect(switches.filter((draw) => draw < 100).length).toBeGreaterThan(5);
    expect(switches.filter((draw) => draw >= 100).length).toBe(3);
    expect(switches.at(-1)).toBeLessThan(850);
  });
});

describe('the adapted metric', () => {
  it.each(['diag_grad', 'diag'] as const)('%s is the variance of independent normals', (metric) => {
    const scales = [0.01, 1, 50];
    const density = gaussian(
      [0, 0, 0],
      scales.map((scale, i) => scales.map((_, j) => (i === j ? scale : 0))),
    );
    const { outcome } = keepChain(density, { metric, draws: 1, tune: 1000 }, 3);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    scales.forEach((scale, i) => {
      const ratio = outcome.adapted.inverseMass[i] / scale ** 2;
      // The metric from gradients is exact here: draws and gradients are proportional.
      if (metric === 'diag_grad') expect(ratio).toBeCloseTo(1, 10);
      expect(ratio).toBeGreaterThan(0.7);
      expect(ratio).toBeLessThan(1.4);
    });
  });

  it('reaches the target acceptance', () => {
    for (const targetAccept of [0.6, 0.8, 0.95]) {
      let sum = 0;
      const { outcome } = keepChain(standardNormal(20), { targetAccept, draws: 1, tune: 1000 }, 4);
      if (outcome.kind !== 'done') throw new Error(outcome.kind);
      const density = standardNormal(20);
      const nuts = new ReferenceNuts(density, defaultNutsSettings);
      const random = createRandom(5);
      density.inverseMass.set(outcome.adapted.inverseMass);
      for (let i = 0; i < 20; i++) nuts.state.position[i] = random.normal();
      density.evaluate(nuts.state);
      for (let i = 0; i < 500; i++) {
        nuts.transition(random, outcome.adapted.stepSize);
        sum += nuts.last.symmetricAcceptance / 500;
      }
      expect(Math.abs(sum - targetAccept)).toBeLessThan(0.06);
    }
  });
});
