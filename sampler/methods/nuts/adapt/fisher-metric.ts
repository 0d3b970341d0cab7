/**
 * Metrics from draws and gradients beyond the diagonal. On both, scaled by the diagonal, the geometric mean
 * of the draws' covariance and the inverse of the gradients' has the least Fisher divergence to a standard
 * normal, tr(Σ G) + tr(Σ⁻¹ D). Both covariances are shrunk towards the identity. The shrinkage, and the gain of
 * each metric, are judged by estimating from the earlier half of the draws and evaluating on the later half.
 */
import { cholesky, dot, thinQr } from '../../../infer/dense-linear-algebra.ts';
import { geometricMean } from '../../../infer/geometric-mean.ts';
import { quadraticForms, secondMoments } from '../../../infer/second-moments.ts';
import { type SymmetricEigen, symmetricEigen } from '../../../infer/symmetric-eigen.ts';
import type { LinearMetric } from '../metric/linear-metric.ts';
import { type DrawWindow, MOST_IN_FULL } from './draw-window.ts';

/** Directions whose eigenvalue lies within [1/c, c] are left to the diagonal. */
const CUTOFF = 2;
/** Candidate shares of the identity; share 1 would be the diagonal metric. */
const SHRINKAGES = [1e-4, 1e-2, 0.1, 0.4] as const;
const FEWEST_DRAWS = 10;

export type CorrelatedKind = LinearMetric['kind'];

export interface FisherEstimate {
  /** Cross-validates the shrinkage; computed on demand, since it is most of the work. */
  judge(): FisherJudgement;
  /** From all draws, with that share of the identity; null where rounding makes it indefinite. */
  metric(kind: CorrelatedKind, share: number): LinearMetric | null;
}

export interface FisherJudgement {
  /** Fisher divergences, up to a common constant. */
  readonly divergence: { readonly [kind in CorrelatedKind | 'diagonal']: number };
  /** The best shrinkage; 1 where none is better than the diagonal. */
  readonly share: { readonly [kind in CorrelatedKind]: number };
}

/** Second moments of scaled draws and gradients within a space of dimension m. */
interface Moments {
  readonly draws: Float64Array;
  readonly gradients: Float64Array;
}

/** Rows within a basis of dimension m; null is the whole space. */
interface Subspace {
  readonly x: readonly Float64Array[];
  readonly g: readonly Float64Array[];
  readonly m: number;
  readonly basis: readonly Float64Array[] | null;
}

/** Null below ten draws. `inverseMass` gives the scale of a coordinate that does not move. */
export function fisherEstimate(window: DrawWindow, inverseMass: Float64Array): FisherEstimate | null {
  const { count, dimension } = window;
  if (count < FEWEST_DRAWS || dimension === 0) return null;
  const positions = window.positions();
  const gradients = window.gradients();
  const scales = scaleInPlace(positions, gradients, inverseMass);
  const isFull = dimension <= Math.min(MOST_IN_FULL, 2 * count);
  return {
    judge: () => judge(positions, gradients, dimension),
    metric(kind, share) {
      if (kind === 'low_rank' && share === 1)
        return { kind: 'low_rank', scales: [...scales], stretches: [], directions: [] };
      const all = subspace(positions, gradients, isFull ? null : basisOf([...positions, ...gradients]));
      return kind === 'dense' ? denseMetric(all, scales, share) : lowRankMetric(all, scales, share);
    },
  };
}

/** Outside the span of the earlier draws and gradients their estimate is the diagonal, which gains nothing. */
function judge(x: readonly Float64Array[], g: readonly Float64Array[], n: number): FisherJudgement {
  const half = x.length >> 1;
  const basis = 2 * half < n ? basisOf([...x.slice(0, half), ...g.slice(0, half)]) : null;
  const within = subspace(x, g, basis);
  const { m } = within;
  const early = momentsOf(within.x.slice(0, half), within.g.slice(0, half), m);
  const late = momentsOf(within.x.slice(half), within.g.slice(half), m);
  const diagonal = meanSquare(x.slice(half)) + meanSquare(g.slice(half));
  const best = { low_rank: { divergence: diagonal, share: 1 }, dense: { divergence: diagonal, share: 1 } };
  for (const share of SHRINKAGES) {
    const eigen = eigenOfMean(early, share, m);
    if (eigen === null) continue;
    const gains = gainsOn(late, eigen, m);
    const dense = diagonal - gains.reduce((sum, gain) => sum + gain, 0);
    const low = diagonal - gains.reduce((sum, gain, k) => sum + (leaves(eigen.values[k]) ? gain : 0), 0);
    if (dense < best.dense.divergence) best.dense = { divergence: dense, share };
    if (low < best.low_rank.divergence) best.low_rank = { divergence: low, share };
  }
  return {
    divergence: { diagonal, low_rank: best.low_rank.divergence, dense: best.dense.divergence },
    share: { low_rank: best.low_rank.share, dense: best.dense.share },
  };
}

function leaves(eigenvalue: number): boolean {
  return eigenvalue > CUTOFF || eigenvalue < 1 / CUTOFF;
}

/** Centres the rows and scales both by the diagonal metric of these draws; returns the scales √M⁻¹ᵢ. */
function scaleInPlace(
  positions: readonly Float64Array[],
  gradients: readonly Float64Array[],
  inverseMass: Float64Array,
): Float64Array {
  const scales = new Float64Array(inverseMass.length);
  for (let i = 0; i < scales.length; i++) {
    const squares = centre(positions, i);
    const slopes = centre(gradients, i);
    const estimate = Math.sqrt(squares / slopes);
    const scale = Math.sqrt(Number.isFinite(estimate) && estimate > 0 ? estimate : inverseMass[i]);
    scales[i] = scale;
    for (const row of positions) row[i] /= scale;
    for (const row of gradients) row[i] *= scale;
  }
  return scales;
}

/** Subtracts the mean from column `i`; returns the sum of squares of the result. */
function centre(rows: readonly Float64Array[], i: number): number {
  let mean = 0;
  for (const row of rows) mean += row[i] / rows.length;
  let squares = 0;
  for (const row of rows) {
    row[i] -= mean;
    squares += row[i] * row[i];
  }
  return squares;
}

function basisOf(columns: readonly Float64Array[]): readonly Float64Array[] {
  return thinQr(columns).q.filter((column) => dot(column, column) > 0);
}

function subspace(
  x: readonly Float64Array[],
  g: readonly Float64Array[],
  basis: readonly Float64Array[] | null,
): Subspace {
  if (basis === null) return { x, g, m: x[0].length, basis };
  const within = (row: Float64Array) => {
    const out = new Float64Array(basis.length);
    for (let k = 0; k < out.length; k++) out[k] = dot(basis[k], row);
    return out;
  };
  return { x: x.map(within), g: g.map(within), m: basis.length, basis };
}

function momentsOf(x: readonly Float64Array[], g: readonly Float64Array[], m: number): Moments {
  return { draws: secondMoments(x, m), gradients: secondMoments(g, m) };
}

/** Of the rows' lengths. */
function meanSquare(rows: readonly Float64Array[]): number {
  let sum = 0;
  for (const row of rows) sum += dot(row, row) / rows.length;
  return sum;
}

/** (1 − share) · matrix + share · identity. */
function shrunk(matrix: Float64Array, share: number, m: number): Float64Array {
  const out = matrix.map((x) => (1 - share) * x);
  for (let i = 0; i < m; i++) out[i * m + i] += share;
  return out;
}

function meanOf({ draws, gradients }: Moments, share: number, m: number): Float64Array | null {
  return geometricMean(shrunk(draws, share, m), shrunk(gradients, share, m), m);
}

function eigenOfMean(moments: Moments, share: number, m: number): SymmetricEigen | null {
  const mean = meanOf(moments, share, m);
  const eigen = mean === null ? null : symmetricEigen(mean, m);
  return eigen !== null && eigen.values[0] > 0 ? eigen : null;
}

/** How much each eigenvalue, in place of 1, lowers the divergence. */
function gainsOn(
  { draws, gradients }: Moments,
  { values, vectors }: SymmetricEigen,
  m: number,
): Float64Array {
  const alongGradients = quadraticForms(gradients, vectors, m);
  const alongDraws = quadraticForms(draws, vectors, m);
  return values.map((value, k) => (1 - value) * alongGradients[k] + (1 - 1 / value) * alongDraws[k]);
}

function lowRankMetric(
  { x, g, m, basis }: Subspace,
  scales: Float64Array,
  share: number,
): LinearMetric | null {
  const eigen = eigenOfMean(momentsOf(x, g, m), share, m);
  if (eigen === null) return null;
  const chosen = Array.from(eigen.values.keys()).filter((k) => leaves(eigen.values[k]));
  return {
    kind: 'low_rank',
    scales: [...scales],
    stretches: chosen.map((k) => Math.sqrt(eigen.values[k])),
    directions: chosen.map((k) => {
      const u = eigen.vectors.subarray(k * m, (k + 1) * m);
      return [...(basis === null ? u : outOf(basis, u))];
    }),
  };
}

function denseMetric({ x, g, m, basis }: Subspace, scales: Float64Array, share: number): LinearMetric | null {
  const n = scales.length;
  const mean = meanOf(momentsOf(x, g, m), share, m);
  if (mean === null) return null;
  const covariance = basis === null ? mean : inFull(basis, mean, m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) covariance[i * n + j] *= scales[i] * scales[j];
  }
  const root = cholesky(covariance, n);
  if (root === null) return null;
  const factor: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) factor.push(root.factor[i * n + j]);
  }
  return { kind: 'dense', factor };
}

/** The vector with these coordinates in the basis. */
function outOf(basis: readonly Float64Array[], u: Float64Array): Float64Array {
  const out = new Float64Array(basis[0].length);
  for (const [k, direction] of basis.entries()) {
    const share = u[k];
    for (let i = 0; i < out.length; i++) out[i] += share * direction[i];
  }
  return out;
}

/** I + B (Σ − I) B': the identity outside the span of the basis B. */
function inFull(basis: readonly Float64Array[], mean: Float64Array, m: number): Float64Array {
  const n = basis[0].length;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  for (let k = 0; k < m; k++) {
    const excess = mean.slice(k * m, (k + 1) * m);
    excess[k] -= 1;
    const across = outOf(basis, excess);
    const direction = basis[k];
    for (let i = 0; i < n; i++) {
      const share = direction[i];
      const row = i * n;
      for (let j = 0; j < n; j++) out[row + j] += share * across[j];
    }
  }
  return out;
}
