/** The kernels' parameters as `sampler/math/assembly/linear.ts` declares them, by name. */
import type { KernelFn } from '../../../grammar/ir.ts';
import { unreachable } from '../../../sampler/unreachable.ts';

/**
 * What a kernel's parameters are, in order. All are `i32`: byte addresses of row-major `f64` arrays, and
 * the extents `n` and `m` (columns of the right-hand side; 1 for a vector).
 * `in0 in1 out` are the arrays, `…bar` their adjoints. A kernel adds to `in0bar` and `in1bar` and reads
 * `outbar`; an address 0 for an input's adjoint means that it is not wanted (for `solve_*` only).
 */
export type KernelParameter = 'in0' | 'in1' | 'out' | 'in0bar' | 'in1bar' | 'outbar' | 'n' | 'm' | 'scratch';

export interface KernelCall {
  /** The function's name in the library, without `$`. */
  readonly name: string;
  readonly parameters: readonly KernelParameter[];
}

export interface KernelCalls {
  readonly forward: KernelCall;
  readonly adjoint: KernelCall;
  /** Number of `f64` that `scratch` needs; the same room serves both, and must be kept from one to the other. */
  readonly scratch: number;
}

/** Kernels of one matrix or two; that of the Kalman filter has a test of its own. */
export type MatrixKernel = Exclude<KernelFn, 'kalman'>;

/** The calls for one kernel with its extents. */
export function kernelCalls(fn: MatrixKernel, n: number, m: number): KernelCalls {
  switch (fn) {
    case 'cholesky':
      return {
        forward: { name: 'cholesky', parameters: ['in0', 'n', 'out'] },
        adjoint: { name: 'cholesky_adjoint', parameters: ['out', 'outbar', 'in0bar', 'n', 'scratch'] },
        scratch: 2 * n * n,
      };
    case 'solve_lower':
    case 'solve_lower_transpose':
      return {
        forward: { name: fn, parameters: ['in0', 'in1', 'n', 'm', 'out'] },
        adjoint: {
          name: `${fn}_adjoint`,
          parameters: ['in0', 'out', 'outbar', 'n', 'm', 'in0bar', 'in1bar', 'scratch'],
        },
        scratch: n * m,
      };
    case 'solve':
      return {
        forward: { name: 'solve', parameters: ['in0', 'in1', 'n', 'm', 'out', 'scratch'] },
        adjoint: {
          name: 'solve_adjoint',
          parameters: ['in0', 'out', 'outbar', 'n', 'm', 'in0bar', 'in1bar', 'scratch'],
        },
        scratch: n * n + n + 2 * n * m,
      };
    case 'eigenvalues_sym':
      return {
        forward: { name: 'eigenvalues_sym', parameters: ['in0', 'n', 'out', 'scratch'] },
        adjoint: { name: 'eigenvalues_sym_adjoint', parameters: ['outbar', 'in0bar', 'n', 'scratch'] },
        scratch: 2 * n * n,
      };
    default:
      return unreachable(fn);
  }
}
