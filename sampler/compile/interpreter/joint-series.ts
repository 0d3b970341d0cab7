/**
 * The kernel `kalman` without a filter: the observations of all times are one normal vector, and the factor of its
 * covariance gives each time's density, and mean and covariance of its observations, given those of the times before.
 */
import type { Algebra } from './algebra.ts';
import type { Dense } from './kernels.ts';

type Matrix<V> = readonly (readonly V[])[];

/** Axes of the inputs: A, Q, Z, H, m0, P0, observations, and which of them are known. */
export const RANKS: readonly number[] = [3, 3, 3, 3, 1, 2, 2, 2];

const HALF_LOG_2PI = 0.9189385332046727;

/** Numbers that only the filter itself needs are 0. */
export function jointSeries<V>(algebra: Algebra<V>, inputs: readonly Dense<V>[]): V[] {
  const { constant, value, unary, binary, sum } = algebra;
  const add = (x: V, y: V): V => binary('add', x, y);
  const sub = (x: V, y: V): V => binary('sub', x, y);
  const mul = (x: V, y: V): V => binary('mul', x, y);
  const dot = (x: readonly V[], y: readonly V[]): V => sum(x.map((v, i) => mul(v, y[i])));
  const transpose = (m: Matrix<V>): Matrix<V> => m[0].map((_, j) => m.map((row) => row[j]));
  const product = (x: Matrix<V>, y: Matrix<V>): Matrix<V> => {
    const columns = transpose(y);
    return x.map((row) => columns.map((column) => dot(row, column)));
  };
  const plus = (x: Matrix<V>, y: Matrix<V>): Matrix<V> =>
    x.map((row, i) => row.map((v, j) => add(v, y[i][j])));
  const symmetric = (m: Matrix<V>): Matrix<V> =>
    plus(m, transpose(m)).map((row) => row.map((v) => mul(constant(0.5), v)));
  const matrixAt = ({ shape: [count, rows, columns], elements }: Dense<V>, t: number): Matrix<V> => {
    const start = count === 1 ? 0 : t * rows * columns;
    return Array.from({ length: rows }, (_, i) =>
      elements.slice(start + i * columns, start + (i + 1) * columns),
    );
  };
  const [a, q, z, h, m0, p0, y, mask] = inputs;
  const n = m0.shape[0];
  const [steps, k] = y.shape;
  // Of a time: the density, mean and covariance of its observations, then numbers of the filter.
  const [meanAt, covAt] = [1, 1 + k];
  const width = covAt + k * k + 2 * (n + n * n) + n * k + k + k * k;

  // The states of all times: their means, and the covariance of each with each later one.
  const states = [{ mean: m0.elements, cov: symmetric(matrixAt({ ...p0, shape: [1, n, n] }, 0)) }];
  for (let t = 1; t < steps; t++) {
    const before = states[t - 1];
    const move = matrixAt(a, t - 1);
    states.push({
      mean: move.map((row) => dot(row, before.mean)),
      cov: plus(product(product(move, before.cov), transpose(move)), symmetric(matrixAt(q, t - 1))),
    });
  }
  const expected = states.flatMap(({ mean }, t) => matrixAt(z, t).map((row) => dot(row, mean)));
  const joint: V[][] = expected.map(() => expected.map(() => constant(0)));
  for (let s = 0; s < steps; s++) {
    let ofStates = states[s].cov;
    for (let t = s; t < steps; t++) {
      if (t > s) ofStates = product(ofStates, transpose(matrixAt(a, t - 1)));
      const own = product(product(matrixAt(z, s), ofStates), transpose(matrixAt(z, t)));
      const block = t === s ? plus(own, symmetric(matrixAt(h, t))) : own;
      for (let i = 0; i < k; i++)
        for (let j = 0; j < k; j++) {
          joint[s * k + i][t * k + j] = block[i][j];
          joint[t * k + j][s * k + i] = block[i][j];
        }
    }
  }

  const out: V[] = Array.from({ length: steps * width }, () => constant(0));
  /** Places that are observed, their rows of the factor, and the standardised observations. */
  const known: { readonly place: number; readonly row: readonly V[]; readonly standard: V }[] = [];
  const rowOf = (place: number): V[] => {
    const row: V[] = [];
    for (const [i, one] of known.entries())
      row.push(binary('div', sub(joint[place][one.place], dot(row, one.row.slice(0, i))), one.row[i]));
    return row;
  };
  for (let t = 0; t < steps; t++) {
    const places = Array.from({ length: k }, (_, i) => t * k + i);
    const rows = places.map(rowOf);
    const standards = known.map(({ standard }) => standard);
    for (const [i, place] of places.entries()) {
      out[t * width + meanAt + i] = add(expected[place], dot(rows[i], standards));
      for (const [j, other] of places.entries())
        out[t * width + covAt + i * k + j] = sub(joint[place][other], dot(rows[i], rows[j]));
    }
    const terms: V[] = [];
    for (const place of places) {
      if (value(mask.elements[place]) === 0) continue;
      const row = rowOf(place);
      const rest = sub(joint[place][place], dot(row, row));
      const scale = value(rest) > 0 ? unary('sqrt', rest) : constant(Number.NaN);
      const all = known.map(({ standard }) => standard);
      const standard = binary('div', sub(sub(y.elements[place], expected[place]), dot(row, all)), scale);
      terms.push(
        sub(mul(constant(-0.5), mul(standard, standard)), add(unary('log', scale), constant(HALF_LOG_2PI))),
      );
      known.push({ place, row: [...row, scale], standard });
    }
    out[t * width] = sum(terms);
  }
  return out;
}
