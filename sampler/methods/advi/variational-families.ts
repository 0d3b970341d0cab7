/** The variational families of ADVI: parameters in one flat array, reparameterised draws and gradients. */

import { HALF_LOG_TWO_PI } from '../../infer/gaussian.ts';
import { exp } from '../../math/elementary.ts';

/**
 * A Gaussian family. With η standard normal, z = μ + scale(η); parameters are μ, then the scale's own,
 * its diagonal as logarithms so that no step can make it negative. All zero is the standard normal.
 */
export interface Family {
  readonly dimension: number;
  readonly parameterCount: number;
  /** z of η; returns log q(z). */
  transform(parameters: Float64Array, eta: Float64Array, z: Float64Array): number;
  /**
   * Adds to `sum` the gradient of the ELBO by the parameters at one draw, given ∇ log p(z): the path
   * derivative alone ("sticking the landing", Roeder, Wu and Duvenaud 2017), unbiased, and without
   * noise where q has the posterior's form.
   */
  addGradient(
    parameters: Float64Array,
    eta: Float64Array,
    logDensityGradient: Float64Array,
    sum: Float64Array,
  ): void;
}

/** Independent normals: μ and log σ. */
export function meanField(dimension: number): Family {
  return {
    dimension,
    parameterCount: 2 * dimension,
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
        const sd = exp(parameters[dimension + i]);
        const path = gradient[i] + eta[i] / sd;
        sum[i] += path;
        sum[dimension + i] += path * sd * eta[i];
      }
    },
  };
}

/** A full covariance L L': μ, then the rows of L with the logarithm of the diagonal. */
export function fullRank(dimension: number): Family {
  const row = (i: number): number => dimension + (i * (i + 1)) / 2;
  const back = new Float64Array(dimension);
  return {
    dimension,
    parameterCount: dimension + (dimension * (dimension + 1)) / 2,
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
      // ∇ log q(z) = −L'⁻¹ η, by substitution from the last row.
      for (let i = dimension - 1; i >= 0; i--) {
        let value = eta[i];
        for (let k = i + 1; k < dimension; k++) value -= parameters[row(k) + i] * back[k];
        back[i] = value / exp(parameters[row(i) + i]);
      }
      for (let i = 0; i < dimension; i++) {
        const path = gradient[i] + back[i];
        const start = row(i);
        sum[i] += path;
        for (let j = 0; j < i; j++) sum[start + j] += path * eta[j];
        sum[start + i] += path * eta[i] * exp(parameters[start + i]);
      }
    },
  };
}
