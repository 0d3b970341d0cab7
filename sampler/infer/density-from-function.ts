/** A `Density` around a plain function, for tests and for backends without compiled memory. */
import type { Density, State } from './density.ts';

/** Writes the gradient at `position` into `gradient` and returns the log density. */
export type LogDensityFunction = (position: Float64Array, gradient: Float64Array) => number;

export function densityFromFunction(dimension: number, logDensity: LogDensityFunction): Density {
  const inverseMass = new Float64Array(dimension).fill(1);
  return {
    dimension,
    inverseMass,
    newState: () => newState(dimension),
    evaluate(state) {
      state.logDensity = logDensity(state.position, state.gradient);
    },
    leapfrog(from, to, stepSize) {
      const half = 0.5 * stepSize;
      const { position, momentum, gradient, momentumSum } = to;
      for (let i = 0; i < dimension; i++) {
        const p = from.momentum[i] + half * from.gradient[i];
        momentum[i] = p;
        position[i] = from.position[i] + stepSize * inverseMass[i] * p;
      }
      to.logDensity = logDensity(position, gradient);
      let twice = 0;
      for (let i = 0; i < dimension; i++) {
        const p = momentum[i] + half * gradient[i];
        momentum[i] = p;
        twice += inverseMass[i] * p * p;
        momentumSum[i] = from.momentumSum[i] + (stepSize > 0 ? p : -from.momentum[i]);
      }
      return 0.5 * twice;
    },
    turning(early, late) {
      let atEarly = 0;
      let atLate = 0;
      for (let i = 0; i < dimension; i++) {
        const p = early.momentum[i];
        const velocitySum = inverseMass[i] * (late.momentumSum[i] - early.momentumSum[i] + p);
        atEarly += p * velocitySum;
        atLate += late.momentum[i] * velocitySum;
      }
      // Negated so that a NaN counts as turning.
      return !(atEarly > 0 && atLate > 0);
    },
  };
}

function newState(dimension: number): State {
  return {
    position: new Float64Array(dimension),
    momentum: new Float64Array(dimension),
    gradient: new Float64Array(dimension),
    momentumSum: new Float64Array(dimension),
    logDensity: Number.NEGATIVE_INFINITY,
  };
}
