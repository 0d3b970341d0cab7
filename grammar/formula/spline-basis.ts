/**
 * The penalised part of a natural cubic spline as columns with independent normal coordinates, so that their sum of
 * squares is the integral of the squared second derivative (Wood 2017, 5.8; the split into fixed and random effects as
 * in mgcv's `smooth2random`). The unpenalised part, the straight line, is a column of its own.
 */

export interface SplineBasis {
  /** Ascending. */
  readonly knots: readonly number[];
  /** Of each column the coefficients of max(x - knot, 0)^3 for each knot. */
  readonly cubes: readonly (readonly number[])[];
  /** What each column adds: `level + slope * (x - centre)`. */
  readonly lines: readonly { readonly level: number; readonly slope: number }[];
  readonly centre: number;
}

/**
 * Columns are without level and trend over the rows, and orthogonal to each other, the smoothest first; together
 * they have mean square 1, so that the standard deviation of the coordinates is that of the bends of the curve.
 */
export function splineBasis(x: readonly number[], size: number): SplineBasis {
  const knots = quantilesOf(x, size);
  const centre = x.reduce((a, b) => a + b, 0) / x.length;
  const bends = rootOfPenalty(knots);
  const cubes = bends.map((weights) => knots.map((_, k) => sum(weights.map((w, j) => w * hat(knots, j, k)))));
  const columns = cubes.map((weights) =>
    withoutLine(
      x,
      centre,
      x.map((at) => cubesAt(weights, knots, at)),
    ),
  );
  const vectors = eigenvectors(columns.map((a) => columns.map((b) => dot(a.rest, b.rest))));
  const square = sum(columns.map(({ rest }) => dot(rest, rest))) / x.length;
  const scale = 1 / Math.sqrt(square);
  const turned = (of: (column: number) => number, by: readonly number[]) =>
    scale * sum(by.map((weight, column) => weight * of(column)));
  return {
    knots,
    centre,
    cubes: vectors.map((by) => knots.map((_, k) => turned((column) => cubes[column][k], by))),
    lines: vectors.map((by) => ({
      level: -turned((column) => columns[column].level, by),
      slope: -turned((column) => columns[column].slope, by),
    })),
  };
}

/** Of the distinct values, evenly spaced in rank. */
function quantilesOf(x: readonly number[], size: number): readonly number[] {
  const distinct = [...new Set(x)].sort((a, b) => a - b);
  return Array.from({ length: size }, (_, i) => {
    const at = (i * (distinct.length - 1)) / (size - 1);
    const below = Math.min(Math.floor(at), distinct.length - 2);
    return distinct[below] + (at - below) * (distinct[below + 1] - distinct[below]);
  });
}

/** The second integral of the hat function at inner knot `j`, in cubes: its coefficient at knot `k`. */
function hat(knots: readonly number[], j: number, k: number): number {
  const [left, right] = [knots[j + 1] - knots[j], knots[j + 2] - knots[j + 1]];
  if (k === j) return 1 / left / 6;
  if (k === j + 1) return -(1 / left + 1 / right) / 6;
  return k === j + 2 ? 1 / right / 6 : 0;
}

/**
 * Second derivatives at the inner knots of each of the columns, whose coordinates have the integral of the squared
 * second derivative as their sum of squares: the rows of the inverse of the Cholesky factor of its matrix.
 */
function rootOfPenalty(knots: readonly number[]): readonly (readonly number[])[] {
  const size = knots.length - 2;
  const h = knots.slice(1).map((knot, i) => knot - knots[i]);
  const diagonal: number[] = [];
  const below: number[] = [];
  for (let i = 0; i < size; i++) {
    below.push(i === 0 ? 0 : h[i] / 6 / diagonal[i - 1]);
    diagonal.push(Math.sqrt((h[i] + h[i + 1]) / 3 - below[i] ** 2));
  }
  return Array.from({ length: size }, (_, row) => {
    // Back substitution: the transpose of the factor times the column is the unit vector.
    const column = Array<number>(size).fill(0);
    for (let i = row; i >= 0; i--)
      column[i] = ((i === row ? 1 : 0) - (i === row ? 0 : below[i + 1] * column[i + 1])) / diagonal[i];
    return column;
  });
}

function cubesAt(weights: readonly number[], knots: readonly number[], x: number): number {
  return sum(weights.map((weight, k) => weight * Math.max(x - knots[k], 0) ** 3));
}

function withoutLine(x: readonly number[], centre: number, values: readonly number[]) {
  const level = sum(values) / values.length;
  const from = x.map((at) => at - centre);
  const slope = dot(from, values) / dot(from, from);
  return { level, slope, rest: values.map((value, i) => value - level - slope * from[i]) };
}

/** Of a symmetric matrix, by Jacobi's rotations; the largest eigenvalue first, the largest element of each vector positive. */
function eigenvectors(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => Number(i === j)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let moved = false;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p][q]) <= 1e-17 * Math.sqrt(Math.abs(a[p][p] * a[q][q]))) continue;
        moved = true;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(a, v, p, q, c, t * c);
      }
    if (!moved) break;
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return order.map((i) => {
    const vector = v.map((row) => row[i]);
    const largest = vector.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
    return vector.map((one) => (largest < 0 ? -one : one));
  });
}

function rotate(a: number[][], v: number[][], p: number, q: number, c: number, s: number): void {
  for (const row of [...a, ...v]) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
  const [up, low] = [a[p], a[q]];
  a[p] = up.map((value, i) => c * value - s * low[i]);
  a[q] = up.map((value, i) => s * value + c * low[i]);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, value, i) => total + value * b[i], 0);
