import { describe, expect, it } from 'vitest';

import { numbers } from '../../../sampler/compile/interpreter/algebra.ts';
import { runKernel } from '../../../sampler/compile/interpreter/kernels.ts';
import { wasmBase64 } from '../../../sampler/math/generated/math-wasm.ts';
import { type KernelParameter, kernelCalls, type MatrixKernel } from './kernel-calls.ts';

/** Calls a kernel and its adjoint in a fresh instance of the library, laid out as the emitter does. */
function run(
  fn: MatrixKernel,
  n: number,
  m: number,
  in0: readonly number[],
  in1: readonly number[],
  outbar: readonly number[],
  unwanted: readonly KernelParameter[] = [],
) {
  const bytes = Uint8Array.from(atob(wasmBase64), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const memory = exports.memory as WebAssembly.Memory;
  memory.grow(8);
  const calls = kernelCalls(fn, n, m);
  let next = 65536;
  const place = (values: readonly number[]): number => {
    const address = next;
    new Float64Array(memory.buffer, address, values.length).set(values);
    next += 8 * values.length;
    return address;
  };
  const offset = 0.5; // Adjoints add: what was there must remain.
  const address: Record<KernelParameter, number> = {
    in0: place(in0),
    in1: place(in1),
    out: place(outbar.map(() => 99)),
    in0bar: place(in0.map(() => offset)),
    in1bar: place(in1.map(() => offset)),
    outbar: place(outbar),
    scratch: place(Array.from({ length: calls.scratch }, () => 77)),
    n,
    m,
  };
  const guard = place([123]);
  for (const { name, parameters } of [calls.forward, calls.adjoint]) {
    (exports[name] as (...a: number[]) => void)(
      ...parameters.map((p) => (unwanted.includes(p) ? 0 : address[p])),
    );
  }
  const read = (p: KernelParameter, length: number) => [
    ...new Float64Array(memory.buffer, address[p], length),
  ];
  expect(new Float64Array(memory.buffer, guard, 1)[0]).toBe(123);
  expect(read('in0', in0.length)).toEqual(in0);
  expect(read('outbar', outbar.length)).toEqual(outbar);
  return {
    out: read('out', outbar.length),
    in0bar: read('in0bar', in0.length).map((v) => v - offset),
    in1bar: read('in1bar', in1.length).map((v) => v - offset),
  };
}

/** A fixed sequence without structure. */
const noise = (length: number, phase = 0): number[] =>
  Array.from({ length }, (_, i) => Math.sin(1 + phase + 7.3 * i + i * i));

function positiveDefinite(n: number): number[] {
  const b = noise(n * n);
  return Array.from({ length: n * n }, (_, p) => {
    const [i, j] = [Math.floor(p / n), p % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
    return sum;
  });
}
const factor = (n: number): number[] =>
  noise(n * n).map((v, p) => (p % n > Math.floor(p / n) ? 0 : p % (n + 1) === 0 ? 1.5 + v : v));

function reference(
  fn: MatrixKernel,
  n: number,
  m: number,
  in0: readonly number[],
  in1: readonly number[],
): number[] {
  return runKernel(numbers, fn, [
    { shape: [n, n], elements: in0 },
    { shape: [n, m], elements: in1 },
  ]);
}

/** Adjoint by central differences with one Richardson step. */
function numericAdjoint(
  f: (x: readonly number[]) => readonly number[],
  x: readonly number[],
  outbar: readonly number[],
) {
  const objective = (v: readonly number[]) => f(v).reduce((s, out, i) => s + out * outbar[i], 0);
  const slope = (i: number, h: number) => {
    const shifted = (d: number) => x.map((v, k) => (k === i ? v + d : v));
    return (objective(shifted(h)) - objective(shifted(-h))) / (2 * h);
  };
  return x.map((_, i) => (4 * slope(i, 5e-4) - slope(i, 1e-3)) / 3);
}

function expectClose(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((v, i) => {
    expect(Math.abs(v - wanted[i]), `element ${i}: ${v} for ${wanted[i]}`).toBeLessThan(
      tolerance * Math.max(1, Math.abs(wanted[i])),
    );
  });
}

const sizes = [1, 2, 3, 5, 8, 11];

describe.each(sizes)('n = %i', (n) => {
  it('cholesky', () => {
    const a = positiveDefinite(n);
    const outbar = noise(n * n, 2);
    const { out, in0bar } = run('cholesky', n, 1, a, [], outbar);
    expectClose(out, reference('cholesky', n, 1, a, []), 1e-14);
    expectClose(
      in0bar,
      numericAdjoint((x) => reference('cholesky', n, 1, x, []), a, outbar),
      1e-8,
    );
  });
  it.each(['solve_lower', 'solve_lower_transpose'] as const)('%s', (fn) => {
    for (const m of [1, 2, 5]) {
      const [l, b, outbar] = [factor(n), noise(n * m, 3), noise(n * m, 4)];
      const { out, in0bar, in1bar } = run(fn, n, m, l, b, outbar);
      const wanted = reference(fn, n, m, l, b);
      const scale = Math.max(...wanted.map(Math.abs));
      expectClose(out, wanted, 1e-13 * Math.max(1, scale));
      const tolerance = 1e-8 * Math.max(1, scale) ** 2;
      expectClose(
        in0bar,
        numericAdjoint((x) => reference(fn, n, m, x, b), l, outbar),
        tolerance,
      );
      expectClose(
        in1bar,
        numericAdjoint((x) => reference(fn, n, m, l, x), b, outbar),
        tolerance,
      );
    }
  });
  it('solve', () => {
    for (const m of [1, 2, 5]) {
      // A zero on the diagonal: without pivots there would be no solution.
      const a = noise(n * n, 6).map((v, p) => (p === 0 && n > 1 ? 0 : p % (n + 1) === 1 ? 2 + v : v));
      const [b, outbar] = [noise(n * m, 3), noise(n * m, 4)];
      const { out, in0bar, in1bar } = run('solve', n, m, a, b, outbar);
      const wanted = reference('solve', n, m, a, b);
      const scale = Math.max(1, ...wanted.map(Math.abs), ...in1bar.map(Math.abs));
      expectClose(out, wanted, 1e-13 * scale);
      const adjoint = (which: 'a' | 'b') =>
        numericAdjoint(
          (v) => reference('solve', n, m, which === 'a' ? v : a, which === 'b' ? v : b),
          which === 'a' ? a : b,
          outbar,
        );
      expectClose(in0bar, adjoint('a'), 1e-8 * scale ** 2);
      expectClose(in1bar, adjoint('b'), 1e-8 * scale ** 2);
    }
  });
  it('eigenvalues_sym', () => {
    // Eigenvalues well apart: where they meet, they have no derivative.
    const a = noise(n * n).map((v, p) => (p % (n + 1) === 0 ? 3 * (p / (n + 1)) - 4 : v / 2));
    const outbar = noise(n, 5);
    const { out, in0bar } = run('eigenvalues_sym', n, 1, a, [], outbar);
    expectClose(out, reference('eigenvalues_sym', n, 1, a, []), 1e-13);
    expectClose(
      in0bar,
      numericAdjoint((x) => reference('eigenvalues_sym', n, 1, x, []), a, outbar),
      1e-7,
    );
  });
});

/** More than one block, and rows and columns that fill no tile. */
describe.each([33, 64, 71])('a factor of %i rows, in blocks', (n) => {
  const a = positiveDefinite(n).map((v, p) => v / n + (p % (n + 1) === 0 ? 1 : 0));
  const outbar = noise(n * n, 2);
  const { out, in0bar } = run('cholesky', n, 1, a, [], outbar);

  it('is that of the schoolbook', () => {
    expectClose(out, reference('cholesky', n, 1, a, []), 1e-13);
  });
  it.each([1, 2, 3])('has the derivative in direction %i', (phase) => {
    const direction = noise(n * n, 10 * phase);
    const along = (h: number) => {
      const l = reference(
        'cholesky',
        n,
        1,
        a.map((v, p) => v + h * direction[p]),
        [],
      );
      return l.reduce((s, v, p) => s + v * outbar[p], 0);
    };
    const slope = (h: number) => (along(h) - along(-h)) / (2 * h);
    const wanted = (4 * slope(5e-5) - slope(1e-4)) / 3;
    const found = in0bar.reduce((s, v, p) => s + v * direction[p], 0);
    expectClose([found], [wanted], 1e-8);
  });
});

describe('edges', () => {
  it('cholesky of an indefinite matrix is NaN in the lower triangle', () => {
    const { out } = run('cholesky', 2, 1, [1, 2, 2, 1], [], [1, 1, 1, 1]);
    expect(out).toEqual([Number.NaN, 0, Number.NaN, Number.NaN]);
  });
  it('cholesky of a matrix with NaN is NaN', () => {
    expect(run('cholesky', 2, 1, [1, 0, Number.NaN, 1], [], [0, 0, 0, 0]).out[3]).toBeNaN();
  });
  it('adjoints that are not wanted are left alone', () => {
    const { in0bar, in1bar } = run('solve_lower', 3, 2, factor(3), noise(6), noise(6, 1), ['in0bar']);
    expect(in0bar).toEqual(Array(9).fill(0));
    expect(in1bar.some((v) => v !== 0)).toBe(true);
  });
  it('eigenvalues of a diagonal and of a repeated spectrum', () => {
    expect(run('eigenvalues_sym', 3, 1, [3, 0, 0, 0, 1, 0, 0, 0, 2], [], [1, 1, 1]).out).toEqual([1, 2, 3]);
    expectClose(
      run('eigenvalues_sym', 3, 1, [2, 1, 1, 1, 2, 1, 1, 1, 2], [], [1, 1, 1]).out,
      [1, 1, 4],
      1e-14,
    );
  });
  it('eigenvalues of a matrix with NaN are NaN', () => {
    expect(run('eigenvalues_sym', 2, 1, [1, 0, Number.NaN, 1], [], [1, 1]).out).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });
});
