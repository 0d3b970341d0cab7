/** Translates a kernel statement into calls of the math library's linear algebra, one per batch position. */
import type { ArrayId } from '../../../grammar/ir.ts';
import type { LoopStatement } from '../differentiate/loop-program.ts';
import { ownRankOf } from '../kernel-ranks.ts';
import { sizeOf } from '../passes/pass-program.ts';
import type { Layout } from './layout.ts';

type KernelStatement = Extract<LoopStatement, { kind: 'kernel' }>;

interface KernelCall {
  readonly function: string;
  /** Addresses and sizes, as the function of this name in `sampler/math/assembly` lists them. */
  readonly arguments: readonly number[];
}

export function kernelCalls(
  s: KernelStatement,
  shapeOf: (id: ArrayId) => readonly number[],
  layout: Layout,
): KernelCall[] {
  const shapes = s.inputs.map((id) => ({ shape: shapeOf(id) }));
  const batches = sizeOf(s.batch);
  const matrix = shapes[0].shape;
  const n = matrix[matrix.length - 1];
  // An input without the batch axes is shared by all.
  const ownRank = (k: number): number => ownRankOf(s.fn, k, shapeOf(s.output).length - s.batch.length);
  const outputSize = sizeOf(shapeOf(s.output)) / batches;
  const columns = outputSize / n;

  return Array.from({ length: batches }, (_, batch) => batch).flatMap((batch): KernelCall[] => {
    const input = (k: number, space: 'value' | 'adjoint'): number => {
      const size = shapes[k].shape.length > ownRank(k) ? sizeOf(shapes[k].shape) / batches : 0;
      return layout.arrayAddress(s.inputs[k], space) + 8 * batch * size;
    };
    const output = (space: 'value' | 'adjoint'): number =>
      layout.arrayAddress(s.output, space) + 8 * batch * outputSize;
    const value = { matrix: input(0, 'value'), output: output('value') };
    switch (s.fn) {
      case 'cholesky':
        return s.adjoint
          ? [
              {
                function: 'cholesky_adjoint',
                arguments: [value.output, output('adjoint'), input(0, 'adjoint'), n, layout.scratch],
              },
            ]
          : [{ function: 'cholesky', arguments: [value.matrix, n, value.output] }];
      case 'solve_lower':
      case 'solve_lower_transpose':
      case 'solve':
        return s.adjoint
          ? [
              {
                function: `${s.fn}_adjoint`,
                arguments: [
                  value.matrix,
                  value.output,
                  output('adjoint'),
                  n,
                  columns,
                  input(0, 'adjoint'),
                  input(1, 'adjoint'),
                  layout.scratch,
                ],
              },
            ]
          : [
              {
                function: s.fn,
                arguments: [
                  value.matrix,
                  input(1, 'value'),
                  n,
                  columns,
                  value.output,
                  // The others only substitute.
                  ...(s.fn === 'solve' ? [layout.scratch] : []),
                ],
              },
            ];
      case 'kalman': {
        const states = shapes[4].shape;
        const n = states[states.length - 1];
        const [steps, k] = shapes[6].shape.slice(-2);
        // From one time to the next, in numbers: none where one matrix is for all times.
        const step = (of: number): number => {
          const [matrices, rows, columns] = shapes[of].shape.slice(-3);
          return matrices === 1 ? 0 : rows * columns;
        };
        const of = (which: number, space: 'value' | 'adjoint' = 'value') => input(which, space);
        return [
          s.adjoint
            ? {
                function: 'kalman_adjoint',
                arguments: [
                  ...[of(0), step(0), of(2), step(2), steps, n, k, value.output, output('adjoint')],
                  ...[
                    of(0, 'adjoint'),
                    of(1, 'adjoint'),
                    of(2, 'adjoint'),
                    of(3, 'adjoint'),
                    step(1),
                    step(3),
                  ],
                  ...[of(4, 'adjoint'), of(5, 'adjoint'), of(6, 'adjoint'), layout.scratch],
                ],
              }
            : {
                function: 'kalman',
                arguments: [
                  ...[0, 1, 2, 3].flatMap((matrix) => [of(matrix), step(matrix)]),
                  ...[of(4), of(5), of(6), of(7), steps, n, k, value.output, layout.scratch],
                ],
              },
        ];
      }
      case 'eigenvalues_sym': {
        const forward = {
          function: 'eigenvalues_sym',
          arguments: [value.matrix, n, value.output, layout.scratch],
        };
        if (!s.adjoint) return [forward];
        // The adjoint needs the eigenvectors, which another kernel may have overwritten, so they are computed again.
        return [
          forward,
          {
            function: 'eigenvalues_sym_adjoint',
            arguments: [output('adjoint'), input(0, 'adjoint'), n, layout.scratch],
          },
        ];
      }
    }
  });
}
