/**
 * Stacking of predictive distributions (Yao, Vehtari, Simpson and Gelman 2018): the non-negative weights w of a
 * mixture of models, with sum one, that maximise Σᵢ log Σₖ wₖ exp(elpdᵢₖ).
 *
 * The problem is concave. Newton steps with a logarithmic barrier whose factor falls to 1e-11 stay inside
 * the simplex and end within (models × factor) of the maximum, also where models are equal.
 */
import { cholesky, solveLower, solveLowerTransposed } from '../infer/dense-linear-algebra.ts';
import { mathLibrary } from '../math/instance.ts';

const { exp, log } = mathLibrary();

const LAST_BARRIER = 1e-11;
const MOST_STEPS = 100;

/** @param elpd pointwise log predictive densities of each model: finite, over the same points. */
export function stackingWeights(elpd: readonly Float64Array[]): Float64Array {
  const models = elpd.length;
  const densities = relativeDensities(elpd);
  let weights: Float64Array = new Float64Array(models).fill(1 / models);
  if (models === 1) return weights;
  for (let barrier = 1; barrier > LAST_BARRIER / 2; barrier /= 10)
    weights = centre(densities, weights, barrier);
  return weights;
}

/** The maximised sum at the given weights. */
export function stackingObjective(elpd: readonly Float64Array[], weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < elpd[0].length; i++) {
    const highest = Math.max(...elpd.map((own) => own[i]));
    sum += highest + log(elpd.reduce((total, own, k) => total + weights[k] * exp(own[i] - highest), 0));
  }
  return sum;
}

/** Densities divided by the highest at each point, which changes the objective by a constant. */
function relativeDensities(elpd: readonly Float64Array[]): readonly Float64Array[] {
  const highest = elpd[0].map((_, i) => Math.max(...elpd.map((own) => own[i])));
  return elpd.map((own) => own.map((value, i) => exp(value - highest[i])));
}

/** The maximum of objective + barrier · Σ log w on the simplex, by damped Newton steps from a point inside. */
function centre(densities: readonly Float64Array[], from: Float64Array, barrier: number): Float64Array {
  let weights = from;
  let value = barrierValue(densities, weights, barrier);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { direction, decrement } = newtonStep(densities, weights, barrier);
    if (!(decrement > barrier * 1e-3)) break;
    const next = search(densities, weights, direction, { barrier, value, decrement });
    if (next === null) break;
    ({ weights, value } = next);
  }
  return weights;
}

interface Line {
  readonly barrier: number;
  readonly value: number;
  readonly decrement: number;
}

/** Halves the step until it stays inside and increases enough (Armijo); null where rounding prevents it. */
function search(
  densities: readonly Float64Array[],
  weights: Float64Array,
  direction: Float64Array,
  { barrier, value, decrement }: Line,
): { readonly weights: Float64Array; readonly value: number } | null {
  let size = 1;
  for (let k = 0; k < weights.length; k++)
    if (direction[k] < 0) size = Math.min(size, (-0.99 * weights[k]) / direction[k]);
  for (let halvings = 0; halvings < 40; halvings++, size /= 2) {
    const next = weights.map((weight, k) => weight + size * direction[k]);
    const total = next.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < next.length; k++) next[k] /= total;
    const gained = barrierValue(densities, next, barrier);
    if (gained > value && gained >= value + 1e-4 * size * decrement) return { weights: next, value: gained };
  }
  return null;
}

function mixture(densities: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(densities[0].length);
  for (const [k, own] of densities.entries())
    for (let i = 0; i < sum.length; i++) sum[i] += weights[k] * own[i];
  return sum;
}

function barrierValue(densities: readonly Float64Array[], weights: Float64Array, barrier: number): number {
  let value = 0;
  for (const density of mixture(densities, weights)) value += log(density);
  for (const weight of weights) value += barrier * log(weight);
  return value;
}

/**
 * The Newton step on the plane of constant sum, scaled by the weights (wₖ dₖ) so that the barrier's curvature is
 * `barrier` times the identity; and its predicted gain.
 */
function newtonStep(
  densities: readonly Float64Array[],
  weights: Float64Array,
  barrier: number,
): { readonly direction: Float64Array; readonly decrement: number } {
  const models = weights.length;
  const total = mixture(densities, weights);
  const shares = densities.map((own, k) => own.map((density, i) => (weights[k] * density) / total[i]));
  const gradient = Float64Array.from(shares, (own) => own.reduce((sum, share) => sum + share, barrier));
  const curvature = new Float64Array(models * models);
  for (let j = 0; j < models; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = j === k ? barrier : 0;
      for (let i = 0; i < total.length; i++) sum += shares[j][i] * shares[k][i];
      curvature[j * models + k] = sum;
      curvature[k * models + j] = sum;
    }
  }
  // With equal models only the barrier keeps it regular; a growing ridge replaces what rounding loses.
  let ridge = 0;
  let factor = cholesky(curvature, models);
  while (factor === null) {
    ridge = ridge === 0 ? 1e-15 * total.length : ridge * 10;
    const regularised = Float64Array.from(curvature);
    for (let k = 0; k < models; k++) regularised[k * models + k] += ridge;
    factor = cholesky(regularised, models);
  }
  const solve = (right: Float64Array) => {
    const solution = Float64Array.from(right);
    solveLower(factor, solution);
    solveLowerTransposed(factor, solution);
    return solution;
  };
  const free = solve(gradient);
  const normal = solve(weights);
  let along = 0;
  let across = 0;
  for (let k = 0; k < models; k++) {
    along += weights[k] * free[k];
    across += weights[k] * normal[k];
  }
  const scaled = free.map((value, k) => value - (along / across) * normal[k]);
  return {
    direction: scaled.map((value, k) => value * weights[k]),
    decrement: scaled.reduce((sum, value, k) => sum + value * gradient[k], 0),
  };
}
