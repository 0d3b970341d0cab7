/** The kernels that constant folding runs, by what defines their results and against the interpreter's. */
import { describe, expect, it } from 'vitest';
import type { KernelFn } from '../../../../grammar/ir.ts';
import { evaluateKernel } from '../../../../sampler/compile/evaluate/kernels.ts';
import { interpret } from '../../../../sampler/compile/interpreter/index.ts';
import * as ir from '../../interpreter/ir-builder.ts';

interface Input {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function run(
  fn: KernelFn,
  inputs: readonly Input[],
  shape: readonly number[],
  batch: readonly number[] = [],
): readonly number[] {
  const ids = inputs.map((_, id) => id);
  const statement = ir.kernel(fn, ids, inputs.length, batch);
  if (statement.kind !== 'kernel') throw new Error('not a kernel');
  const arrays = inputs.map((a) => ({ shape: a.shape, values: Float64Array.from(a.values) }));
  return [...evaluateKernel(statement, (id) => arrays[id], shape)];
}

function interpreted(
  fn: KernelFn,
  inputs: readonly Input[],
  shape: readonly number[],
  batch: readonly number[] = [],
): readonly number[] {
  const output = inputs.length;
  const p = ir.program(
    0,
    [...inputs.map((a, id) => ir.known(id, `a${id}`, a.shape)), ir.local(output, 'out', shape)],
    Object.fromEntries(inputs.map((a, id) => [id, a.values])),
    [ir.kernel(fn, [...inputs.keys()], output, batch)],
  );
  return [...(interpret(p, new Float64Array()).values.get(output) ?? [])];
}

const A: Input = { shape: [3, 3], values: [4, 1.5, 0.3, 1.5, 3, -0.7, 0.3, -0.7, 2] };
const L: Input = { shape: [3, 3], values: [2, 0, 0, 0.5, 1.5, 0, -1, 0.25, 3] };
const B: Input = { shape: [3, 2], values: [1, -2, 0.5, 0.25, 3, 1] };

/** Sum over k of a(i, k) b(k, j). */
function product(
  n: number,
  a: (i: number, k: number) => number,
  b: (k: number, j: number) => number,
  i: number,
  j: number,
): number {
  let total = 0;
  for (let k = 0; k < n; k++) total += a(i, k) * b(k, j);
  return total;
}

describe('cholesky', () => {
  it('is a lower triangle whose square is the matrix', () => {
    const l = run('cholesky', [A], [3, 3]);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const square = product(3, (r, k) => l[3 * r + k], (k, c) => l[3 * c + k], i, j); // biome-ignore format: a sum
        expect(square).toBeCloseTo(A.values[3 * i + j], 14);
        if (j > i) expect(l[3 * i + j]).toBe(0);
      }
  });
  it('is NaN below the diagonal where the matrix is not positive definite', () => {
    const indefinite = { shape: [2, 2], values: [1, 2, 2, 1] };
    expect(run('cholesky', [indefinite], [2, 2])).toEqual([Number.NaN, 0, Number.NaN, Number.NaN]);
  });
});

it('solve_lower and solve_lower_transpose satisfy their equations, for columns and for a vector', () => {
  const forward = run('solve_lower', [L, B], [3, 2]);
  const backward = run('solve_lower_transpose', [L, B], [3, 2]);
  const vector = run('solve_lower', [L, { shape: [3], values: [1, 0.5, 3] }], [3]);
  for (let i = 0; i < 3; i++) {
    expect(vector[i]).toBe(forward[2 * i]);
    for (let c = 0; c < 2; c++) {
      const l = (row: number, column: number): number => L.values[3 * row + column];
      const wanted = B.values[2 * i + c];
      expect(product(3, l, (k, j) => forward[2 * k + j], i, c)).toBeCloseTo(wanted, 14);
      expect(product(3, (r, k) => l(k, r), (k, j) => backward[2 * k + j], i, c)).toBeCloseTo(wanted, 14); // biome-ignore format: a sum
    }
  }
});

it('eigenvalues are ascending, with the trace and the determinant of the matrix', () => {
  const e = run('eigenvalues_sym', [A], [3]);
  expect(e).toEqual([...e].sort((x, y) => x - y));
  expect(e[0] + e[1] + e[2]).toBeCloseTo(9, 13);
  const l = run('cholesky', [A], [3, 3]);
  expect(e[0] * e[1] * e[2]).toBeCloseTo((l[0] * l[4] * l[8]) ** 2, 12);
});

it('takes an input without batch axes for every position of the batch', () => {
  const batch = { shape: [2, 3], values: [1, 0.5, 3, -2, 0.25, 1] };
  const both = run('solve_lower', [L, batch], [2, 3], [2]);
  const one = (k: number) =>
    run('solve_lower', [L, { shape: [3], values: batch.values.slice(3 * k, 3 * k + 3) }], [3]);
  expect(both).toEqual([...one(0), ...one(1)]);
  const matrices = { shape: [2, 3, 3], values: [...A.values, ...A.values.map((x) => 2 * x)] };
  expect(run('eigenvalues_sym', [matrices], [2, 3], [2]).slice(0, 3)).toEqual(
    run('eigenvalues_sym', [A], [3]),
  );
});

it('has digits that the order of a long sum does not cost', () => {
  const n = 60;
  const hilbert = Array.from({ length: n * n }, (_, p) => 1 / (Math.floor(p / n) + (p % n) + 1) + (p % (n + 1) === 0 ? 1e-3 : 0)); // biome-ignore format: one formula
  const a = { shape: [n, n], values: hilbert };
  expect(run('cholesky', [a], [n, n])).toEqual(interpreted('cholesky', [a], [n, n]));
});

it.each([
  ['cholesky', [A], [3, 3]],
  ['solve_lower', [L, B], [3, 2]],
  ['solve_lower_transpose', [L, B], [3, 2]],
  ['eigenvalues_sym', [A], [3]],
] as const)('%s agrees with the interpreter', (fn, inputs, shape) => {
  expect(run(fn, inputs, shape)).toEqual(interpreted(fn, inputs, shape));
});
