import { describe, expect, it } from 'vitest';
import type { Approximation, ApproximationOutcome } from '../../../sampler/infer/approximation.ts';
import type { Density } from '../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../sampler/infer/density-from-function.ts';
import { advi, defaultAdviSettings } from '../../../sampler/methods/advi/advi.ts';
import { defaultLaplaceSettings, laplace } from '../../../sampler/methods/laplace/laplace.ts';
import { defaultPathfinderSettings, pathfinder } from '../../../sampler/methods/pathfinder/pathfinder.ts';
import { createRandom } from '../../../sampler/random.ts';
import { banana, funnel, gaussian } from './targets.ts';

const DRAWS = 4000;

function done(outcome: ApproximationOutcome): Approximation {
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return outcome.approximation;
}

const methods: { readonly [name: string]: (density: Density, seed: number) => ApproximationOutcome } = {
  'mean-field ADVI': (density, seed) =>
    advi(density, { ...defaultAdviSettings, draws: DRAWS }, createRandom(seed)),
  'full-rank ADVI': (density, seed) =>
    advi(density, { ...defaultAdviSettings, family: 'fullrank', draws: DRAWS }, createRandom(seed)),
  'single Pathfinder': (density, seed) =>
    pathfinder(density, { ...defaultPathfinderSettings, paths: 1, draws: DRAWS }, createRandom(seed)),
  'multi-path Pathfinder': (density, seed) =>
    pathfinder(density, { ...defaultPathfinderSettings, draws: DRAWS }, createRandom(seed)),
  Laplace: (density, seed) =>
    laplace(density, { ...defaultLaplaceSettings, draws: DRAWS }, createRandom(seed)),
};

function column(a: Approximation, i: number): number[] {
  return Array.from({ length: a.draws.length / a.dimension }, (_, s) => a.draws[s * a.dimension + i]);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function covariance(a: Approximation, i: number, j: number): number {
  const x = column(a, i);
  const y = column(a, j);
  const [mx, my] = [average(x), average(y)];
  return average(x.map((value, s) => (value - mx) * (y[s] - my)));
}

// Covariance factor, its covariance, and the conditional variances 1 / precision_ii, by hand:
// the last coordinate's conditional variance is L₂₂².
const L = [
  [2, 0, 0],
  [0.9, 0.6, 0],
  [-0.01, 0.02, 0.05],
];
const centre = [1, -20, 300];
const sigma = L.map((row) => L.map((other) => row.reduce((sum, x, k) => sum + x * other[k], 0)));

/** Precision by solving L L' P = I, column by column. */
const precision = L.map((_, j) => {
  const b = L.map((_, i) => (i === j ? 1 : 0));
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < i; k++) b[i] -= L[i][k] * b[k];
    b[i] /= L[i][i];
  }
  for (let i = 2; i >= 0; i--) {
    for (let k = i + 1; k < 3; k++) b[i] -= L[k][i] * b[k];
    b[i] /= L[i][i];
  }
  return b;
});

describe('on a correlated Gaussian far from the start', () => {
  const density = (): Density => gaussian(centre, L);

  it.each(Object.keys(methods).filter((name) => name !== 'mean-field ADVI'))(
    '%s recovers mean and covariance',
    (name) => {
      const a = done(methods[name](density(), 1));
      expect(a.converged).toBe(true);
      expect(a.kHat).toBeLessThan(0.5);
      for (let i = 0; i < 3; i++) {
        const sd = Math.sqrt(sigma[i][i]);
        // Five standard errors of 4000 draws; resampled draws are worth a little less.
        expect(Math.abs(average(column(a, i)) - centre[i]) / sd).toBeLessThan(0.1);
        for (let j = 0; j <= i; j++) {
          const scale = Math.sqrt(sigma[i][i] * sigma[j][j]);
          expect(Math.abs(covariance(a, i, j) - sigma[i][j]) / scale).toBeLessThan(0.13);
        }
      }
    },
  );

  it('mean-field ADVI has the mean and the conditional standard deviations, and k-hat shows it', () => {
    const a = done(methods['mean-field ADVI'](density(), 2));
    expect(a.converged).toBe(true);
    for (let i = 0; i < 3; i++) {
      const conditional = 1 / Math.sqrt(precision[i][i]);
      expect(Math.abs(average(column(a, i)) - centre[i]) / conditional).toBeLessThan(0.1);
      expect(Math.abs(Math.sqrt(covariance(a, i, i)) / conditional - 1)).toBeLessThan(0.06);
    }
    expect(a.kHat).toBeGreaterThan(0.5);
  });
});

describe('on a conjugate normal', () => {
  // Prior N(0, 10²), eight observations of known sd 2 with mean 3: posterior precision 0.01 + 2.
  const posteriorVariance = 1 / (0.01 + 8 / 4);
  const posteriorMean = posteriorVariance * ((8 * 3) / 4);
  const density = (): Density =>
    densityFromFunction(1, (x, gradient) => {
      gradient[0] = -x[0] / 100 - (8 * (x[0] - 3)) / 4;
      return (-x[0] * x[0]) / 200 - (8 * (x[0] - 3) ** 2) / 8;
    });

  it.each(Object.keys(methods))('%s is exact', (name) => {
    const a = done(methods[name](density(), 3));
    const x = column(a, 0);
    const sd = Math.sqrt(posteriorVariance);
    expect(Math.abs(average(x) - posteriorMean) / sd).toBeLessThan(0.08);
    expect(Math.abs(Math.sqrt(covariance(a, 0, 0)) / sd - 1)).toBeLessThan(0.06);
    expect(a.kHat).toBeLessThan(0.5);
  });

  it('the ELBO at the end is the log evidence', () => {
    // ∫ exp(log p): the normal integral at the maximum.
    const peak = (-posteriorMean * posteriorMean) / 200 - (8 * (posteriorMean - 3) ** 2) / 8;
    const evidence = peak + 0.5 * Math.log(2 * Math.PI * posteriorVariance);
    for (const name of ['mean-field ADVI', 'single Pathfinder']) {
      const best = Math.max(...done(methods[name](density(), 4)).elbo.map((point) => point.elbo));
      expect(Math.abs(best - evidence)).toBeLessThan(0.02);
    }
  });
});

describe('on a logistic regression', () => {
  // Two hundred rows, intercept and two slopes, normal priors.
  const random = createRandom(99);
  const rows = Array.from({ length: 200 }, () => {
    const x = [1, random.normal(), random.normal()];
    const eta = 0.3 + 1.2 * x[1] - 0.7 * x[2];
    return { x, y: random.next() < 1 / (1 + Math.exp(-eta)) ? 1 : 0 };
  });
  const density = (): Density =>
    densityFromFunction(3, (b, gradient) => {
      let sum = 0;
      for (let i = 0; i < 3; i++) {
        gradient[i] = -b[i] / 6.25;
        sum -= (b[i] * b[i]) / 12.5;
      }
      for (const { x, y } of rows) {
        const eta = b[0] + b[1] * x[1] + b[2] * x[2];
        const p = 1 / (1 + Math.exp(-eta));
        sum += y * eta - Math.log1p(Math.exp(eta));
        for (let i = 0; i < 3; i++) gradient[i] += (y - p) * x[i];
      }
      return sum;
    });

  it.each(['single Pathfinder', 'multi-path Pathfinder', 'Laplace'])('%s has k-hat below 0.7', (name) => {
    expect(done(methods[name](density(), 5)).kHat).toBeLessThan(0.7);
  });

  it('full-rank ADVI weighs its draws almost equally', () => {
    // Its k-hat is not small: at the ELBO's optimum the faint skew stands out from a flat bulk.
    expect(done(methods['full-rank ADVI'](density(), 5)).effectiveDraws).toBeGreaterThan(0.95 * DRAWS);
  });
});

describe('what cannot be approximated', () => {
  it('is detected by k-hat on a banana', () => {
    for (const name of ['mean-field ADVI', 'single Pathfinder', 'Laplace']) {
      expect(done(methods[name](banana(), 6)).kHat).toBeGreaterThan(0.4);
    }
  });

  it('is detected by k-hat on a funnel', () => {
    for (const name of ['mean-field ADVI', 'full-rank ADVI', 'single Pathfinder', 'Laplace']) {
      const outcome = methods[name](funnel(5), 7);
      if (outcome.kind === 'done') expect(outcome.approximation.kHat).toBeGreaterThan(0.7);
    }
  });

  it('has no Laplace approximation where it has no mode', () => {
    const wedge = densityFromFunction(2, (x, gradient) => {
      gradient[0] = -x[0];
      gradient[1] = 0;
      return -0.5 * x[0] * x[0];
    });
    const outcome = methods.Laplace(wedge, 8);
    expect(outcome.kind).toBe('no-approximation');
  });

  it.each(Object.keys(methods))('%s says where it could not start', (name) => {
    const nowhere = densityFromFunction(2, (_x, gradient) => {
      gradient.fill(0);
      return Number.NaN;
    });
    expect(methods[name](nowhere, 9)).toMatchObject({ kind: 'bad-start', attempts: 100 });
  });
});

describe('every method', () => {
  it.each(Object.keys(methods))('%s is deterministic and keeps draws, densities and weights', (name) => {
    const density = (): Density => gaussian(centre, L);
    const a = done(methods[name](density(), 10));
    const b = done(methods[name](density(), 10));
    expect(b.draws).toEqual(a.draws);
    expect(a.draws).toHaveLength(3 * DRAWS);
    expect(a.logWeights.reduce((sum, w) => sum + Math.exp(w), 0)).toBeCloseTo(1, 8);
    const state = density().newState();
    for (const s of [0, 17, DRAWS - 1]) {
      const own = density();
      state.position.set(a.draws.subarray(3 * s, 3 * s + 3));
      own.evaluate(state);
      expect(a.logDensity[s]).toBeCloseTo(state.logDensity, 10);
    }
  });

  it('keeps its draws when stopped or cut short', () => {
    let asked = 0;
    const stopped = advi(gaussian(centre, L), defaultAdviSettings, createRandom(11), {
      shouldStop: () => asked++ > 150,
    });
    expect(done(stopped)).toMatchObject({ end: 'stopped', converged: false });
    const short = advi(gaussian(centre, L), { ...defaultAdviSettings, maxIterations: 30 }, createRandom(11));
    expect(done(short)).toMatchObject({ end: 'not-stationary', converged: false });
    expect(done(short).draws.every(Number.isFinite)).toBe(true);
  });

  it('reports the ELBO as it goes', () => {
    const seen: number[] = [];
    const a = done(
      advi(banana(), defaultAdviSettings, createRandom(12), { elbo: (point) => seen.push(point.elbo) }),
    );
    expect(seen).toEqual(a.elbo.map((point) => point.elbo));
    expect(a.elbo.at(-1)?.elbo ?? 0).toBeGreaterThan(a.elbo[0].elbo);
  });
});

describe('Pathfinder where most of the mass is far from all starts', () => {
  /** A share of 1 in a million at 0, the rest at 50. */
  const density = densityFromFunction(1, (x, gradient) => {
    const parts = [Math.log(1e-6) - 0.5 * x[0] ** 2, -0.5 * (x[0] - 50) ** 2];
    const most = Math.max(...parts);
    const [here, there] = parts.map((part) => Math.exp(part - most));
    gradient[0] = (-here * x[0] + there * (50 - x[0])) / (here + there);
    return most + Math.log(here + there);
  });
  const drawsFrom = (positions: readonly Float64Array[]) => {
    const priors = { positions, random: createRandom(1, 1900) };
    const outcome = pathfinder(
      density,
      { ...defaultPathfinderSettings, draws: 200 },
      createRandom(2),
      {},
      priors,
    );
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    return outcome.approximation.draws;
  };
  const meanOf = (draws: Float64Array) => draws.reduce((sum, x) => sum + x / draws.length, 0);

  it('keeps the path of the higher ELBO, from a draw of the priors', () => {
    expect(Math.abs(meanOf(drawsFrom([])))).toBeLessThan(1);
    expect(meanOf(drawsFrom([Float64Array.of(45)]))).toBeCloseTo(50, 0);
  });

  it('has the same draws where draws of the priors lead to nothing better', () => {
    const nowhere = [Number.NaN, 3, Number.POSITIVE_INFINITY, -2].map((x) => Float64Array.of(x));
    expect(drawsFrom(nowhere)).toEqual(drawsFrom([]));
  });
});
