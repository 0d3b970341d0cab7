/**
 * Roots over any algebra: the numbers by Newton's method with differences as the Jacobian, then chord steps over the
 * algebra, of which the derivatives converge as the values do. No derivative of the model's function is used.
 */
import type { Algebra } from './algebra.ts';

const MOST_STEPS = 1000;
/** Each chord step multiplies an error, of the derivatives too, by that of the differences. */
const CHORD_STEPS = 6;

export function rootByChords<V>(
  algebra: Algebra<V>,
  guess: readonly V[],
  equations: (state: readonly V[]) => readonly V[],
): readonly V[] {
  const { constant, value, binary } = algebra;
  const f = (x: readonly number[]): number[] => equations(x.map(constant)).map(value);
  let x = guess.map(value);
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = applied(inverse(differences(f, x)), f(x));
    let length = 1;
    const moved = () => x.map((xi, i) => xi - length * direction[i]);
    while (!(norm(f(moved())) <= norm(f(x))) && length > 1e-10) length /= 2;
    if (length <= 1e-10 || norm(f(x)) === 0) break;
    x = moved();
  }
  const chord = inverse(differences(f, x));
  let state: readonly V[] = x.map(constant);
  for (let step = 0; step < CHORD_STEPS; step++) {
    const values = equations(state);
    state = state.map((xi, i) =>
      binary('sub', xi, algebra.sum(values.map((v, j) => binary('mul', constant(chord[i][j]), v)))),
    );
  }
  return state;
}

const norm = (x: readonly number[]): number => Math.hypot(...x);

/** Central differences, row by row. */
function differences(f: (x: readonly number[]) => number[], x: readonly number[]): number[][] {
  const columns = x.map((xi, k) => {
    const h = 1e-5 * Math.max(Math.abs(xi), 1e-5);
    const [above, below] = [h, -h].map((by) => f(x.map((v, i) => (i === k ? v + by : v))));
    return above.map((v, i) => (v - below[i]) / (2 * h));
  });
  return x.map((_, i) => columns.map((column) => column[i]));
}

function applied(matrix: readonly (readonly number[])[], x: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, v, j) => sum + v * x[j], 0));
}

/** By Gauss and Jordan with partial pivots. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best),
      k,
    );
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map((v) => v / rows[k][k]);
    for (let i = 0; i < n; i++)
      if (i !== k) {
        const factor = rows[i][k];
        rows[i] = rows[i].map((v, j) => v - factor * rows[k][j]);
      }
  }
  return rows.map((row) => row.slice(n));
}
