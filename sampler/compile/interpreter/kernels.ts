/** The IR's kernels by schoolbook scalar algorithms, over any algebra. */
import type { KernelFn } from '../../../grammar/ir.ts';
import { unreachable } from '../../unreachable.ts';
import type { Algebra } from './algebra.ts';
import { jointSeries } from './joint-series.ts';

/** A dense row-major array of scalars. */
export interface Dense<V> {
  readonly shape: readonly number[];
  readonly elements: readonly V[];
}

export function runKernel<V>(algebra: Algebra<V>, fn: KernelFn, inputs: readonly Dense<V>[]): V[] {
  const n = inputs[0].shape[0];
  switch (fn) {
    case 'cholesky':
      return cholesky(algebra, inputs[0].elements, n);
    case 'solve_lower':
      return solveLower(algebra, inputs[0].elements, inputs[1].elements, n, false);
    case 'solve_lower_transpose':
      return solveLower(algebra, inputs[0].elements, inputs[1].elements, n, true);
    case 'solve':
      return solve(algebra, inputs[0].elements, inputs[1].elements, n);
    case 'eigenvalues_sym':
      return eigenvalues(algebra, inputs[0].elements, n);
    case 'kalman':
      return jointSeries(algebra, inputs);
    default:
      return unreachable(fn);
  }
}

/** Reads the lower triangle only. Not positive definite: the whole lower triangle is NaN. */
function cholesky<V>({ constant, value, unary, binary, sum }: Algebra<V>, a: readonly V[], n: number): V[] {
  const l: V[] = Array.from({ length: n * n }, () => constant(0));
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const products = Array.from({ length: j }, (_, k) => binary('mul', l[i * n + k], l[j * n + k]));
      const rest = binary('sub', a[i * n + j], sum(products));
      if (i > j) {
        l[i * n + j] = binary('div', rest, l[j * n + j]);
      } else if (value(rest) > 0) {
        l[j * n + j] = unary('sqrt', rest);
      } else {
        return l.map((_, p) => constant(p % n > Math.floor(p / n) ? 0 : Number.NaN));
      }
    }
  }
  return l;
}

/** Columns of `b` one after the other, by forward (or, transposed, backward) substitution. */
function solveLower<V>(
  { constant, binary, sum }: Algebra<V>,
  l: readonly V[],
  b: readonly V[],
  n: number,
  transposed: boolean,
): V[] {
  const m = n === 0 ? 0 : b.length / n;
  const x: V[] = Array.from({ length: n * m }, () => constant(0));
  for (let c = 0; c < m; c++) {
    for (let step = 0; step < n; step++) {
      const i = transposed ? n - 1 - step : step;
      const products = Array.from({ length: step }, (_, s) => {
        const k = transposed ? n - 1 - s : s;
        return binary('mul', transposed ? l[k * n + i] : l[i * n + k], x[k * m + c]);
      });
      x[i * m + c] = binary('div', binary('sub', b[i * m + c], sum(products)), l[i * n + i]);
    }
  }
  return x;
}

/** Gauss and Jordan's elimination on `a` beside `b`, each step with the largest pivot of its column. */
function solve<V>({ value, binary }: Algebra<V>, a: readonly V[], b: readonly V[], n: number): V[] {
  const m = n === 0 ? 0 : b.length / n;
  const rows = Array.from({ length: n }, (_, i) => [
    ...a.slice(i * n, (i + 1) * n),
    ...b.slice(i * m, (i + 1) * m),
  ]);
  for (let step = 0; step < n; step++) {
    let pivot = step;
    for (let i = step + 1; i < n; i++)
      if (Math.abs(value(rows[i][step])) > Math.abs(value(rows[pivot][step]))) pivot = i;
    [rows[step], rows[pivot]] = [rows[pivot], rows[step]];
    const lead = rows[step][step];
    rows[step] = rows[step].map((v) => binary('div', v, lead));
    for (let i = 0; i < n; i++) {
      if (i === step) continue;
      const factor = rows[i][step];
      rows[i] = rows[i].map((v, k) => binary('sub', v, binary('mul', factor, rows[step][k])));
    }
  }
  return rows.flatMap((row) => row.slice(n));
}

/**
 * Ascending eigenvalues by cyclic Jacobi rotations of the symmetric matrix in the lower triangle. On a
 * tape the rotations themselves are differentiated, so the last sweep's derivatives are those of the
 * limit as long as eigenvalues differ.
 */
function eigenvalues<V>(algebra: Algebra<V>, a: readonly V[], n: number): V[] {
  const { constant, value, unary, binary } = algebra;
  const m = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => a[Math.max(i, j) * n + Math.min(i, j)]),
  );
  for (let sweep = 0; sweep < 30; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (value(m[p][q]) === 0) continue;
        rotated = true;
        // tan of the angle: t = sign(theta) / (|theta| + sqrt(theta^2 + 1)).
        const theta = binary('div', binary('sub', m[q][q], m[p][p]), binary('mul', constant(2), m[p][q]));
        const root = unary('sqrt', binary('add', unary('square', theta), constant(1)));
        const sign = value(theta) < 0 ? -1 : 1;
        const t = binary('div', constant(sign), binary('add', unary('abs', theta), root));
        const c = binary('div', constant(1), unary('sqrt', binary('add', unary('square', t), constant(1))));
        const s = binary('mul', t, c);
        const shift = binary('mul', t, m[p][q]);
        m[p][p] = binary('sub', m[p][p], shift);
        m[q][q] = binary('add', m[q][q], shift);
        m[p][q] = constant(0);
        m[q][p] = constant(0);
        for (let r = 0; r < n; r++) {
          if (r === p || r === q) continue;
          const rp = m[r][p];
          const rq = m[r][q];
          m[r][p] = binary('sub', binary('mul', c, rp), binary('mul', s, rq));
          m[r][q] = binary('add', binary('mul', s, rp), binary('mul', c, rq));
          m[p][r] = m[r][p];
          m[q][r] = m[r][q];
        }
      }
    }
    if (!rotated) break;
  }
  return m.map((row, i) => row[i]).sort((x, y) => value(x) - value(y));
}
