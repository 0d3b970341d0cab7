/**
 * The IR's kernels on numbers, row-major, with compensated sums: kernels of data are computed once, so accuracy
 * matters more than time.
 */
import type { KernelFn } from '../../../grammar/ir.ts';
import { kalmanFilter } from '../../distributions/kalman-filter.ts';
import { kalmanPlaces } from '../kalman-layout.ts';
import { ownRankOf } from '../kernel-ranks.ts';
import type { Kernel, SolverKernel } from '../passes/pass-program.ts';
import { sizeOf } from '../passes/pass-program.ts';
import type { ArrayLookup } from './expression.ts';
import { evaluateSolver } from './solvers.ts';

/** The output of a kernel statement, of this shape, from its inputs: once for each position of its batch axes. */
export function evaluateKernel(
  statement: Kernel | SolverKernel,
  arrays: ArrayLookup,
  shape: readonly number[],
): Float64Array {
  if (statement.fn === 'solver') return evaluateSolver(statement, arrays, shape).values;
  const { fn, inputs, batch } = statement;
  const output = new Float64Array(sizeOf(shape));
  const size = sizeOf(shape.slice(batch.length));
  const ownRank = (input: number): number => ownRankOf(fn, input, shape.length - batch.length);
  for (let at = 0; at < sizeOf(batch); at++) {
    const slices = inputs.map((id, input) => {
      const { shape: whole, values } = arrays(id);
      const own = sizeOf(whole.slice(whole.length - ownRank(input)));
      return whole.length > ownRank(input) ? values.subarray(at * own, (at + 1) * own) : values;
    });
    output.set(
      fn === 'kalman'
        ? kalmanOf(slices, arrays(inputs[4]).shape, arrays(inputs[6]).shape)
        : apply(fn, slices, orderOf(arrays(inputs[0]).shape)),
      at * size,
    );
  }
  return output;
}

/** The filter's output, of which only what is read is set. */
function kalmanOf(
  [a, q, z, h, m0, p0, y, mask]: readonly Float64Array[],
  states: readonly number[],
  observed: readonly number[],
): Float64Array {
  const n = states[states.length - 1];
  const [steps, k] = observed.slice(-2);
  const places = kalmanPlaces(n, k);
  const output = new Float64Array(steps * places.width);
  const system = { n, k, steps, a, q, z, h, m0, p0 };
  for (const [t, { term, mean, cov }] of kalmanFilter(system, y, (at) => mask[at] !== 0).entries()) {
    output[t * places.width + places.term] = term;
    output.set(mean, t * places.width + places.mean);
    output.set(cov, t * places.width + places.cov);
  }
  return output;
}

function orderOf(shape: readonly number[]): number {
  return shape[shape.length - 1];
}

function apply(fn: Exclude<KernelFn, 'kalman'>, [a, b]: readonly Float64Array[], n: number): Float64Array {
  switch (fn) {
    case 'cholesky':
      return cholesky(a, n);
    case 'solve_lower':
      return substitute(n, b, (i, k) => a[i * n + k]);
    case 'solve_lower_transpose': {
      // Reversing rows and columns turns an upper triangle into a lower one.
      const last = n - 1;
      return reversed(
        substitute(n, reversed(b, n), (i, k) => a[(last - k) * n + (last - i)]),
        n,
      );
    }
    case 'solve':
      return solve(a, b, n);
    case 'eigenvalues_sym':
      return eigenvalues(a, n);
  }
}

/** Neumaier's sum of `count` terms. */
function sum(count: number, term: (k: number) => number): number {
  let total = 0;
  let lost = 0;
  for (let k = 0; k < count; k++) {
    const x = term(k);
    const next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    total = next;
  }
  // Infinite terms make the correction NaN.
  return Number.isFinite(lost) ? total + lost : total;
}

/** Row by row (Golub & Van Loan, 4.2). Reads the lower triangle; all of it is NaN where `a` is not positive definite. */
function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const rest = a[i * n + j] - sum(j, (k) => l[i * n + k] * l[j * n + k]);
      if (i > j) l[i * n + j] = rest / l[j * n + j];
      else if (rest > 0) l[i * n + i] = Math.sqrt(rest);
      else return l.map((_, p) => (p % n > Math.floor(p / n) ? 0 : Number.NaN));
    }
  return l;
}

/** Forward substitution for each column of `b`, by a lower triangle given by its elements. */
function substitute(
  n: number,
  b: Float64Array,
  lower: (row: number, column: number) => number,
): Float64Array {
  const columns = n === 0 ? 0 : b.length / n;
  const x = new Float64Array(b.length);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < columns; c++) {
      const known = sum(i, (k) => lower(i, k) * x[k * columns + c]);
      x[i * columns + c] = (b[i * columns + c] - known) / lower(i, i);
    }
  return x;
}

/** By elimination with partial pivots (Golub & Van Loan, 3.4), then substitution from the last row. */
function solve(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const columns = n === 0 ? 0 : b.length / n;
  const width = n + columns;
  const m = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    m.set(a.subarray(i * n, (i + 1) * n), i * width);
    m.set(b.subarray(i * columns, (i + 1) * columns), i * width + n);
  }
  for (let step = 0; step < n; step++) {
    let pivot = step;
    for (let i = step + 1; i < n; i++)
      if (Math.abs(m[i * width + step]) > Math.abs(m[pivot * width + step])) pivot = i;
    if (pivot !== step) {
      const row = m.slice(step * width, (step + 1) * width);
      m.copyWithin(step * width, pivot * width, (pivot + 1) * width);
      m.set(row, pivot * width);
    }
    for (let i = step + 1; i < n; i++) {
      const factor = m[i * width + step] / m[step * width + step];
      for (let k = step; k < width; k++) m[i * width + k] -= factor * m[step * width + k];
    }
  }
  const x = new Float64Array(b.length);
  for (let i = n - 1; i >= 0; i--)
    for (let c = 0; c < columns; c++) {
      const known = sum(n - 1 - i, (k) => m[i * width + i + 1 + k] * x[(i + 1 + k) * columns + c]);
      x[i * columns + c] = (m[i * width + n + c] - known) / m[i * width + i];
    }
  return x;
}

/** The rows of a matrix of `n` rows from the last to the first. */
function reversed(a: Float64Array, n: number): Float64Array {
  const columns = n === 0 ? 0 : a.length / n;
  return a.map((_, p) => a[(n - 1 - Math.floor(p / columns)) * columns + (p % columns)]);
}

/** Ascending, by cyclic Jacobi rotations of the symmetric matrix in the lower triangle (Golub & Van Loan, 8.5). */
function eigenvalues(a: Float64Array, n: number): Float64Array {
  const m = a.map((_, p) => {
    const [i, j] = [Math.floor(p / n), p % n];
    return a[Math.max(i, j) * n + Math.min(i, j)];
  });
  const set = (i: number, j: number, value: number): void => {
    m[i * n + j] = value;
    m[j * n + i] = value;
  };
  for (let sweep = 0; sweep < 30; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const offDiagonal = m[p * n + q];
        if (offDiagonal === 0) continue;
        rotated = true;
        // The tangent of the smaller rotation angle.
        const theta = (m[q * n + q] - m[p * n + p]) / (2 * offDiagonal);
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const sine = tangent * cosine;
        const shift = tangent * offDiagonal;
        m[p * n + p] -= shift;
        m[q * n + q] += shift;
        set(p, q, 0);
        for (let r = 0; r < n; r++) {
          if (r === p || r === q) continue;
          const [rp, rq] = [m[r * n + p], m[r * n + q]];
          set(r, p, cosine * rp - sine * rq);
          set(r, q, sine * rp + cosine * rq);
        }
      }
    if (!rotated) break;
  }
  return Float64Array.from({ length: n }, (_, i) => m[i * n + i]).sort();
}
