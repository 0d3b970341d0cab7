/** The variational families of ADVI: parameters in one flat array, reparameterised draws, gradients and steps. */

import { HALF_LOG_TWO_PI } from '../../infer/gaussian.ts';
import { exp, log } from '../../math/elementary.ts';

/**
 * A Gaussian family. With η standard normal, z = μ + scale(η); parameters are μ, then those of the scale,
 * its diagonal as logarithms so that no step can make it negative.
 *
 * Gradients and steps are in coordinates relative to the Gaussian: μ in its sds (for a full covariance, along
 * the columns of its root), the scale by a factor. This makes the ascent invariant to the units of the
 * posterior's parameters and, for a full covariance, to their correlations (Glasmachers et al. 2010,
 * section 2.2: exponential coordinates).
 */
export interface Family {
  readonly dimension: number;
  readonly parameterCount: number;
  /** The parameters of the Gaussian with this mean and these independent sds. */
  parametersOf(mean: Float64Array, sds: Float64Array): Float64Array;
  /** z of η; returns log q(z). */
  transform(parameters: Float64Array, eta: Float64Array, z: Float64Array): number;
  /**
   * Adds to `sum` the gradient of the ELBO at one draw, given ∇ log p(z): the path derivative alone
   * ("sticking the landing", Roeder, Wu and Duvenaud 2017, equation 8), unbiased, and without noise where q
   * has the posterior's form.
   */
  addGradient(
    parameters: Float64Array,
    eta: Float64Array,
    logDensityGradient: Float64Array,
    sum: Float64Array,
  ): void;
  /** Moves the parameters by a step. */
  move(parameters: Float64Array, step: Float64Array): void;
  /** The unit of each parameter's differences: marginal sds, and 1 for logarithms. */
  units(parameters: Float64Array): Float64Array;
}

/** Independent normals: μ and log σ. */
export function meanField(dimension: number): Family {
  return {
    dimension,
    parameterCount: 2 * dimension,
    parametersOf: (mean, sds) => Float64Array.of(...mean, ...sds.map(log)),
    transform(parameters, eta, z) {
      let logQ = -HALF_LOG_TWO_PI * dimension;
      for (let i = 0; i < dimension; i++) {
        const logSd = parameters[dimension + i];
        z[i] = parameters[i] + exp(logSd) * eta[i];
        logQ -= logSd + 0.5 * eta[i] * eta[i];
      }
      return logQ;
    },
    addGradient(parameters, eta, gradient, sum) {
      for (let i = 0; i < dimension; i++) {
        const path = exp(parameters[dimension + i]) * gradient[i] + eta[i];
        sum[i] += path;
        sum[dimension + i] += path * eta[i];
      }
    },
    move(parameters, step) {
      for (let i = 0; i < dimension; i++) {
        parameters[i] += exp(parameters[dimension + i]) * step[i];
        parameters[dimension + i] += step[dimension + i];
      }
    },
    units: (parameters) => parameters.map((_, i) => (i < dimension ? exp(parameters[dimension + i]) : 1)),
  };
}

/** A full covariance L L': μ, then the rows of L with the logarithm of the diagonal. */
export function fullRank(dimension: number): Family {
  const row = (i: number): number => dimension + (i * (i + 1)) / 2;
  const along = new Float64Array(dimension);
  const parameterCount = dimension + (dimension * (dimension + 1)) / 2;
  return {
    dimension,
    parameterCount,
    parametersOf(mean, sds) {
      const parameters = new Float64Array(parameterCount);
      parameters.set(mean);
      for (let i = 0; i < dimension; i++) parameters[row(i) + i] = log(sds[i]);
      return parameters;
    },
    transform(parameters, eta, z) {
      let logQ = -HALF_LOG_TWO_PI * dimension;
      for (let i = 0; i < dimension; i++) {
        const start = row(i);
        const logDiagonal = parameters[start + i];
        let value = parameters[i] + exp(logDiagonal) * eta[i];
        for (let j = 0; j < i; j++) value += parameters[start + j] * eta[j];
        z[i] = value;
        logQ -= logDiagonal + 0.5 * eta[i] * eta[i];
      }
      return logQ;
    },
    addGradient(parameters, eta, gradient, sum) {
      // L' (∇ log p − ∇ log q) = L' ∇ log p + η, since ∇ log q(z) = −L'⁻¹ η.
      along.set(eta);
      for (let k = 0; k < dimension; k++) {
        const start = row(k);
        for (let i = 0; i < k; i++) along[i] += parameters[start + i] * gradient[k];
        along[k] += exp(parameters[start + k]) * gradient[k];
      }
      for (let i = 0; i < dimension; i++) {
        const start = row(i);
        sum[i] += along[i];
        for (let j = 0; j <= i; j++) sum[start + j] += along[i] * eta[j];
      }
    },
    // μ + L s, and L T, where T has the step below its diagonal and the exponential of it on the diagonal.
    move(parameters, step) {
      for (let i = dimension; i < step.length; i++) step[i] /= Math.sqrt(dimension);
      for (let i = 0; i < dimension; i++) {
        const start = row(i);
        const diagonal = exp(parameters[start + i]);
        parameters[i] += diagonal * step[i];
        for (let k = 0; k < i; k++) parameters[i] += parameters[start + k] * step[k];
        for (let j = 0; j < i; j++) {
          let value = parameters[start + j] * exp(step[row(j) + j]) + diagonal * step[start + j];
          for (let k = j + 1; k < i; k++) value += parameters[start + k] * step[row(k) + j];
          parameters[start + j] = value;
        }
        parameters[start + i] += step[start + i];
      }
    },
    units(parameters) {
      const units = new Float64Array(parameterCount).fill(1);
      for (let i = 0; i < dimension; i++) {
        const start = row(i);
        let variance = exp(2 * parameters[start + i]);
        for (let j = 0; j < i; j++) variance += parameters[start + j] ** 2;
        units[i] = Math.sqrt(variance);
        for (let j = 0; j < i; j++) units[start + j] = units[i];
      }
      return units;
    },
  };
}
