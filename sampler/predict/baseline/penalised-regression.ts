/**
 * Penalised regressions: −log likelihood + λ/2 ‖w‖², with standardised columns and an intercept without penalty. As
 * scikit-learn's StandardScaler before Ridge(alpha=λ), LogisticRegression(C=1/λ) or PoissonRegressor(alpha=λ/n).
 */
import { cholesky, dot, solveLower, solveLowerTransposed } from '../../infer/dense-linear-algebra.ts';
import type { Family } from './families.ts';

/** Outcomes with their columns, which all have the length of the outcomes. */
export interface RegressionRows {
  readonly columns: readonly Float64Array[];
  readonly outcome: Float64Array;
  /** On the scale of the linear predictor; 0 where nothing is known beside the columns. */
  readonly offset: Float64Array;
  /** 1 for other outcomes than counts of successes. */
  readonly trials: Float64Array;
}

/** A fit: the linear predictor is intercept + Σ weight · (column − centre) / scale + offset. */
export interface PenalisedFit {
  readonly intercept: number;
  readonly weights: Float64Array;
  readonly centres: Float64Array;
  readonly scales: Float64Array;
}

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;
/** Of the gradient, relative to its terms. */
const TOLERANCE = 1e-13;

export function fitPenalised(rows: RegressionRows, family: Family, penalty: number): PenalisedFit {
  return fitPath(rows, family, [penalty])[0];
}

/** A fit for each penalty, each search starting where the last one ended. */
export function fitPath(
  rows: RegressionRows,
  family: Family,
  penalties: readonly number[],
): readonly PenalisedFit[] {
  const { centres, scales, columns } = standardised(rows.columns);
  const coefficients = new Float64Array(columns.length + 1);
  coefficients[0] = constantIntercept(rows, family);
  // Without successes, or without failures, no intercept is the best.
  const isFitted = !isExtreme(rows, family);
  const search = createSearch({ ...rows, columns }, family);
  return penalties.map((penalty) => {
    if (isFitted) search(coefficients, penalty);
    return { intercept: coefficients[0], weights: coefficients.slice(1), centres, scales };
  });
}

/** Newton's method with halved steps, in place. */
function createSearch(rows: RegressionRows, family: Family) {
  const { outcome, offset, trials, columns } = rows;
  const n = outcome.length;
  const p = columns.length;
  const eta = new Float64Array(n);
  const lossAt = (at: Float64Array, penalty: number): number => {
    predictor(columns, offset, at, eta);
    let loss = 0;
    for (let i = 0; i < n; i++) loss += family.loss(outcome[i], eta[i], trials[i]);
    for (let j = 1; j <= p; j++) loss += (penalty / 2) * at[j] * at[j];
    return loss;
  };
  let known: Float64Array | null = null;
  const information = (): Float64Array => {
    // That of squared errors is the same everywhere.
    if (known === null || family.name !== 'normal') known = informationAt(rows, family, eta);
    return known;
  };
  return (coefficients: Float64Array, penalty: number): void => {
    let loss = lossAt(coefficients, penalty);
    for (let step = 0; step < MOST_STEPS; step++) {
      const { gradient, size } = gradientAt(rows, family, penalty, coefficients, eta);
      if (gradient.every((value, j) => Math.abs(value) <= TOLERANCE * size[j])) return;
      const hessian = information().slice();
      for (let j = 1; j <= p; j++) hessian[j * (p + 2)] += penalty;
      const factor = cholesky(hessian, p + 1);
      if (factor === null) return;
      solveLower(factor, gradient);
      solveLowerTransposed(factor, gradient);
      let length = 1;
      let next = coefficients;
      for (let halving = 0; halving < MOST_HALVINGS; halving++, length /= 2) {
        next = coefficients.map((value, j) => value - length * gradient[j]);
        // At the minimum the loss rounds to the same number.
        if (lossAt(next, penalty) <= loss + 1e-12 * Math.abs(loss)) break;
      }
      const hasMoved = next.some((value, j) => Math.abs(value - coefficients[j]) > 1e-15 * Math.abs(value));
      coefficients.set(next);
      loss = lossAt(coefficients, penalty);
      if (!hasMoved) return;
    }
  };
}

/** Means of the outcomes (of one trial each) at other rows. */
export function predictMeans(
  { intercept, weights, centres, scales }: PenalisedFit,
  { columns, offset }: Pick<RegressionRows, 'columns' | 'offset'>,
  family: Family,
): Float64Array {
  return offset.map((known, i) => {
    let eta = intercept + known;
    for (const [j, column] of columns.entries()) eta += (weights[j] * (column[i] - centres[j])) / scales[j];
    return family.mean(eta);
  });
}

/** With the divisor n; a column without spread becomes zeros. */
function standardised(columns: readonly Float64Array[]) {
  const centres = new Float64Array(columns.length);
  const scales = new Float64Array(columns.length).fill(1);
  const scaled = columns.map((column, j) => {
    const n = column.length;
    const centre = column.reduce((sum, value) => sum + value, 0) / n;
    const square = column.reduce((sum, value) => sum + (value - centre) ** 2, 0) / n;
    const size = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const spread = Math.sqrt(square);
    if (spread <= 1e-12 * size) return new Float64Array(n);
    centres[j] = centre;
    scales[j] = spread;
    return column.map((value) => (value - centre) / spread);
  });
  for (const [j, column] of scaled.entries())
    if (column.every((value) => value === 0)) centres[j] = columns[j][0];
  return { centres, scales, columns: scaled };
}

function predictor(
  columns: readonly Float64Array[],
  offset: Float64Array,
  coefficients: Float64Array,
  eta: Float64Array,
): void {
  for (let i = 0; i < eta.length; i++) eta[i] = coefficients[0] + offset[i];
  for (const [j, column] of columns.entries()) {
    const weight = coefficients[j + 1];
    if (weight === 0) continue;
    for (let i = 0; i < eta.length; i++) eta[i] += weight * column[i];
  }
}

/** Of the penalised loss at the linear predictor `eta`; `size` is that of the gradient's terms. */
function gradientAt(
  { outcome, trials, columns }: RegressionRows,
  family: Family,
  penalty: number,
  coefficients: Float64Array,
  eta: Float64Array,
) {
  const means = eta.map((value, i) => trials[i] * family.mean(value));
  const gradient = new Float64Array(columns.length + 1);
  const size = new Float64Array(columns.length + 1);
  for (let j = 0; j < gradient.length; j++) {
    const column = j === 0 ? null : columns[j - 1];
    for (let i = 0; i < eta.length; i++) {
      const x = column === null ? 1 : column[i];
      gradient[j] += x * (means[i] - outcome[i]);
      size[j] += Math.abs(x) * (Math.abs(outcome[i]) + Math.abs(means[i]));
    }
    if (j === 0) continue;
    gradient[j] += penalty * coefficients[j];
    size[j] += penalty * Math.abs(coefficients[j]);
  }
  return { gradient, size };
}

/** The Hessian of the loss without the penalty. */
function informationAt({ trials, columns }: RegressionRows, family: Family, eta: Float64Array): Float64Array {
  const m = columns.length + 1;
  const curvature = eta.map((value, i) => trials[i] * family.variance(family.mean(value)));
  const hessian = new Float64Array(m * m);
  hessian[0] = curvature.reduce((sum, value) => sum + value, 0);
  for (let j = 1; j < m; j++) {
    const weighted = columns[j - 1].map((x, i) => x * curvature[i]);
    for (let k = 0; k <= j; k++) {
      const sum = k === 0 ? weighted.reduce((all, value) => all + value, 0) : dot(weighted, columns[k - 1]);
      hessian[j * m + k] = sum;
      hessian[k * m + j] = sum;
    }
  }
  return hessian;
}

/** The intercept alone, of counts with half a success more in one row more. */
function constantIntercept({ outcome, offset, trials }: RegressionRows, family: Family): number {
  const n = outcome.length;
  const meanOffset = offset.reduce((sum, value) => sum + value, 0) / n;
  const total = outcome.reduce((sum, value) => sum + value, 0);
  if (family.name === 'normal') return total / n - meanOffset;
  const exposure = trials.reduce((sum, value) => sum + value, 0);
  return family.link((total + 0.5) / (exposure + 1)) - meanOffset;
}

function isExtreme({ outcome, trials }: RegressionRows, { name }: Family): boolean {
  if (name === 'normal') return false;
  const isNone = outcome.every((value) => value === 0);
  return isNone || (name === 'binomial' && outcome.every((value, i) => value === trials[i]));
}
