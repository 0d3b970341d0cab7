/**
 * A density whose metric may be more than a diagonal. Positions and gradients stay those of the model;
 * momenta are w = L' p of `linear-metric.ts`, so that the inverse mass is one and energies and the U-turn
 * criterion are those of a unit metric, computed by the density itself.
 */
import type { Density, State } from '../../../infer/density.ts';
import { type LinearMetric, type MetricRoot, rootOf } from './linear-metric.ts';

export interface MetricDensity extends Density {
  /** Null: the diagonal `inverseMass`. */
  readonly metric: LinearMetric | null;
  /** Sets the metric from the next transition on; after `null` the caller writes `inverseMass`. */
  use(metric: LinearMetric | null): void;
}

interface MetricState extends State {
  /** L' times the gradient; null until a metric needs it. */
  force: Float64Array | null;
  /** Number of the metric that `force` was computed with; 0 where it is outdated. */
  forceOf: number;
}

export function metricDensity(density: Density): MetricDensity {
  const { dimension, inverseMass } = density;
  const velocity = new Float64Array(dimension);
  let metric: LinearMetric | null = null;
  let root: MetricRoot | null = null;
  let number = 0;

  function forceAt(state: MetricState, by: MetricRoot): Float64Array {
    state.force ??= new Float64Array(dimension);
    if (state.forceOf !== number) {
      by.multiplyTransposed(state.gradient, state.force);
      state.forceOf = number;
    }
    return state.force;
  }

  function leapfrog(from: MetricState, to: MetricState, by: MetricRoot, stepSize: number): number {
    const half = 0.5 * stepSize;
    const before = forceAt(from, by);
    const { position, momentum, momentumSum } = to;
    for (let i = 0; i < dimension; i++) momentum[i] = from.momentum[i] + half * before[i];
    by.multiply(momentum, velocity);
    for (let i = 0; i < dimension; i++) position[i] = from.position[i] + stepSize * velocity[i];
    density.evaluate(to);
    to.forceOf = 0;
    const after = forceAt(to, by);
    let twice = 0;
    for (let i = 0; i < dimension; i++) {
      const w = momentum[i] + half * after[i];
      momentum[i] = w;
      twice += w * w;
      momentumSum[i] = from.momentumSum[i] + (stepSize > 0 ? w : -from.momentum[i]);
    }
    return 0.5 * twice;
  }

  return {
    ...(density.kernel === undefined ? {} : { kernel: density.kernel }),
    ...(density.centring === undefined ? {} : { centring: density.centring }),
    dimension,
    inverseMass,
    get metric() {
      return metric;
    },
    use(next) {
      metric = next;
      root = next === null ? null : rootOf(next);
      number += 1;
      if (next !== null) inverseMass.fill(1);
    },
    newState: (): MetricState => Object.assign(density.newState(), { force: null, forceOf: 0 }),
    evaluate(state) {
      density.evaluate(state);
      (state as MetricState).forceOf = 0;
    },
    leapfrog(from, to, stepSize) {
      if (root === null) {
        (to as MetricState).forceOf = 0;
        return density.leapfrog(from, to, stepSize);
      }
      return leapfrog(from as MetricState, to as MetricState, root, stepSize);
    },
    turning: (early, late) => density.turning(early, late),
  };
}
