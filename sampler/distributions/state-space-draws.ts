/**
 * Draws of the states of a linear state space, and of missing observations, given what is observed: a series is drawn
 * from the model, and corrected by the smoothed means of its differences from the data (Durbin and Koopman 2002). Rows
 * of series, if there are several, are drawn one after another.
 */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { arrayArg } from './argument-values.ts';
import type { ArgValue, EventSampler, Rng } from './distribution-sampler.ts';
import { kalmanFilter, matrixOf, product, type StateSpace, smoothedMeans } from './kalman-filter.ts';
import { semidefiniteFactor } from './matrix.ts';

/** Of a draw: `sizes` are the numbers of series and of times, and of elements of a state and of an observation. */
export const STATE_SPACE_ARGUMENTS = ['sizes', 'A', 'Q', 'Z', 'H', 'm0', 'P0', 'y', 'mask'] as const;

interface Series {
  readonly system: StateSpace;
  readonly y: Float64Array;
  readonly mask: Float64Array;
}

function seriesOf(args: readonly ArgValue[]): readonly Series[] {
  const [sizes, ...all] = args.map((_, at) => arrayArg(args, at));
  const [count, steps, n, k] = sizes;
  return Array.from({ length: count }, (_, i) => {
    const [a, q, z, h, m0, p0, y, mask] = all.map((values) => {
      const size = values.length / count;
      return values.subarray(i * size, (i + 1) * size);
    });
    return { system: { n, k, steps, a, q, z, h, m0, p0 }, y, mask };
  });
}

/** The factor of a covariance, which may be singular, at each time. */
function factors(all: Float64Array, n: number): (t: number) => Float64Array {
  const factorOf = (covariance: Float64Array) =>
    semidefiniteFactor(
      covariance,
      n,
      Float64Array.from({ length: n }, (_, i) => Math.abs(covariance[i * n + i])),
    );
  if (all.length !== n * n) return (t) => factorOf(matrixOf(all, n * n, t));
  const factor = factorOf(all);
  return () => factor;
}

/** Adds a normal draw with mean 0 and the covariance of this factor. */
function withNoise(mean: ArrayLike<number>, factor: Float64Array, n: number, rng: Rng): number[] {
  const standard: number[] = [];
  for (let i = 0; i < n; i++) standard.push(rng.normal());
  const noise = product(factor, standard, [n, n, 1]);
  for (let i = 0; i < n; i++) noise[i] += mean[i];
  return noise;
}

/** States and observations, one time after another; what is observed stays what it is. */
export function drawSeries(
  { system, y, mask }: Series,
  rng: Rng,
): { readonly states: Float64Array; readonly observations: Float64Array } {
  const { n, k, steps } = system;
  const states = new Float64Array(steps * n);
  const observations = new Float64Array(steps * k);
  const [ofStep, ofObservation] = [factors(system.q, n), factors(system.h, k)];
  let state = withNoise(system.m0, factors(system.p0, n)(0), n, rng);
  for (let t = 0; t < steps; t++) {
    if (t > 0) {
      const moved = product(matrixOf(system.a, n * n, t - 1), state, [n, n, 1]);
      state = withNoise(moved, ofStep(t - 1), n, rng);
    }
    const exact = product(matrixOf(system.z, k * n, t), state, [k, n, 1]);
    states.set(state, t * n);
    observations.set(withNoise(exact, ofObservation(t), k, rng), t * k);
  }
  const fromZero = { ...system, m0: new Float64Array(n) };
  const difference = y.map((value, i) => value - observations[i]);
  const filtered = kalmanFilter(fromZero, difference, (place) => mask[place] !== 0, true);
  const correction = smoothedMeans(fromZero, filtered);
  return {
    states: states.map((value, i) => value + correction.states[i]),
    observations: observations.map((value, i) => (mask[i] !== 0 ? y[i] : value + correction.observations[i])),
  };
}

const states: EventSampler = {
  kind: 'event',
  name: 'states',
  draw: (args, out, rng) => {
    let at = 0;
    for (const series of seriesOf(args)) {
      const drawn = drawSeries(series, rng).states;
      out.set(drawn, at);
      at += drawn.length;
    }
  },
};

const gaps: EventSampler = {
  kind: 'event',
  name: 'gaps',
  draw: (args, out, rng) => {
    let at = 0;
    for (const series of seriesOf(args)) {
      const { observations } = drawSeries(series, rng);
      for (const [i, value] of observations.entries()) if (series.mask[i] === 0) out[at++] = value;
    }
  },
};

function entry(name: string): Distribution {
  return {
    name,
    type: 'continuous',
    eventDims: 1,
    arguments: STATE_SPACE_ARGUMENTS.map((argument) => ({
      name: argument,
      domain: 'real',
      eventDims: 1,
      doc: '',
    })),
    support: { kind: 'vector' },
    logDensity: '0',
    doc: '',
  };
}

/** Distributions that are drawn from alone, and that no program names. */
export const drawnAlone: ReadonlyMap<
  string,
  { readonly entry: Distribution; readonly sampler: EventSampler }
> = new Map([states, gaps].map((sampler) => [sampler.name, { entry: entry(sampler.name), sampler }]));
