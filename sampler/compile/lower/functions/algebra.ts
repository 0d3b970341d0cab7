/** Linear algebra by kernels of whole matrices; leading axes are a batch. */
import type { Need } from '../../../../grammar/shapes/vector-matrix-kind.ts';
import type { Span } from '../../../../grammar/span.ts';
import { shapeText } from '../axes.ts';
import { overBatch } from '../batch.ts';
import { arrayArguments, type Builtin, type Call } from '../call-arguments.ts';
import type { Context } from '../context.ts';
import { checkKindValues } from '../distribution/kind-values.ts';
import { applyKernel, settle } from '../emit-statements.ts';
import { type ArrayValue, arrayValue, scalarValue } from '../value.ts';
import { isSquare } from './array.ts';
import { overAxes, plainReduction } from './reduction.ts';

function requireSquare(ctx: Context, a: ArrayValue, span: Span): void {
  if (isSquare(a.dims)) return;
  ctx.fail('shape-mismatch', `expected a square matrix, found shape ${shapeText(a.dims)}`, span);
}

/** The values of the argument `A`. */
function checkMatrix({ ctx, expr }: Call, value: ArrayValue, need: Need): void {
  const arg = expr.args.find(({ name }) => name?.name === 'A') ?? expr.args[0];
  checkKindValues(ctx, { need, name: 'A', arg, value, entry: null });
}

/** A function of one square matrix. */
function ofMatrix(
  apply: (ctx: Context, a: ArrayValue, span: Span) => ArrayValue,
  need: Need = 'positive_definite',
): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    const [a] = arrayArguments(call, ['A']);
    requireSquare(ctx, a, expr.span);
    checkMatrix(call, a, need);
    return overBatch(
      ctx,
      [{ value: a, eventDims: 2, span: expr.span }],
      ([m]) => apply(ctx, m, expr.span),
      expr.span,
    );
  };
}

function factor(ctx: Context, a: ArrayValue, span: Span): ArrayValue {
  return applyKernel(ctx, 'cholesky', [a], a.dims, span);
}

function logDeterminant(ctx: Context, a: ArrayValue, span: Span): ArrayValue {
  const { pool } = ctx;
  const lower = factor(ctx, a, span);
  const logs = arrayValue(pool, a.dims.slice(1), ([i]) => pool.unary('log', lower.at([i, i])));
  const total = plainReduction(ctx, 'sum', overAxes(logs, [0])).at([]);
  return scalarValue(pool, pool.binary('mul', pool.constant(2), total));
}

/** `solve(A, b)` for a vector, or for a matrix whose first event axis matches A's last. */
function solver(
  apply: (ctx: Context, a: ArrayValue, b: ArrayValue, span: Span) => ArrayValue,
  names: [string, string],
  need: Need | null,
): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    const [a, b] = arrayArguments(call, names);
    requireSquare(ctx, a, expr.span);
    if (need !== null) checkMatrix(call, a, need);
    const n = a.dims[a.dims.length - 1];
    const goes = (axis: number): boolean => {
      const dim = b.dims.at(axis);
      if (dim === undefined) return false;
      return dim.name !== null && n.name !== null ? dim.name === n.name : dim.size === n.size;
    };
    const eventDims = b.dims.length >= 2 && goes(-2) ? 2 : goes(-1) ? 1 : 0;
    if (eventDims === 0) {
      ctx.fail(
        'shape-mismatch',
        `the matrix has shape ${shapeText(a.dims)}, the right side ${shapeText(b.dims)}: expected an axis of ${n.size} elements`,
        expr.span,
      );
    }
    const parts = [
      { value: a, eventDims: 2, span: expr.args[0].span },
      { value: b, eventDims, span: expr.args[1].span },
    ];
    return overBatch(ctx, parts, ([matrix, right]) => apply(ctx, matrix, right, expr.span), expr.span);
  };
}

function solveLower(ctx: Context, lower: ArrayValue, b: ArrayValue, span: Span): ArrayValue {
  return applyKernel(ctx, 'solve_lower', [lower, b], b.dims, span);
}

function solveSpd(ctx: Context, a: ArrayValue, b: ArrayValue, span: Span): ArrayValue {
  const lower = factor(ctx, a, span);
  const half = solveLower(ctx, lower, b, span);
  return applyKernel(ctx, 'solve_lower_transpose', [lower, half], b.dims, span);
}

/** `x' A x`. */
const quadForm: Builtin = (call) => {
  const { ctx, expr } = call;
  const { pool } = ctx;
  const [matrix, vector] = arrayArguments(call, ['A', 'x']);
  requireSquare(ctx, matrix, expr.span);
  const n = matrix.dims[matrix.dims.length - 1].size;
  if (vector.dims.at(-1)?.size !== n) {
    ctx.fail(
      'shape-mismatch',
      `expected a vector of ${n} elements, found shape ${shapeText(vector.dims)}`,
      expr.span,
    );
  }
  const parts = [
    { value: matrix, eventDims: 2, span: expr.args[0].span },
    { value: vector, eventDims: 1, span: expr.args[1].span },
  ];
  return overBatch(
    ctx,
    parts,
    ([a, v]) => {
      const x = settle(ctx, 'quad_form vector', v);
      const m = settle(ctx, 'quad_form matrix', a);
      const products = arrayValue(pool, m.dims, ([i, j]) =>
        pool.binary('mul', x.at([i]), pool.binary('mul', m.at([i, j]), x.at([j]))),
      );
      return plainReduction(ctx, 'sum', overAxes(products, [0, 1]));
    },
    expr.span,
  );
};

/** Element (i, j) is that of `A` at the quotients of i and j by the size of `B`, times that of `B` at the rests. */
const kron: Builtin = (call) => {
  const { pool } = call.ctx;
  const [a, b] = arrayArguments(call, ['A', 'B']);
  for (const { dims } of [a, b])
    if (dims.length !== 2) call.ctx.fail('shape-mismatch', 'kron takes two matrices', call.expr.span);
  const dims = [0, 1].map((axis) => ({ name: null, size: a.dims[axis].size * b.dims[axis].size }));
  return arrayValue(pool, dims, (at) => {
    const quotients = at.map((position, axis) =>
      pool.unary('floor', pool.binary('div', position, pool.constant(b.dims[axis].size))),
    );
    const rests = at.map((position, axis) =>
      pool.binary('sub', position, pool.binary('mul', pool.constant(b.dims[axis].size), quotients[axis])),
    );
    return pool.binary('mul', a.at(quotients), b.at(rests));
  });
};

export const algebraBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['cholesky', ofMatrix(factor)],
  ['log_det', ofMatrix(logDeterminant)],
  [
    'eigenvalues_sym',
    ofMatrix((ctx, a, span) => applyKernel(ctx, 'eigenvalues_sym', [a], a.dims.slice(1), span), 'symmetric'),
  ],
  ['solve_lower', solver(solveLower, ['L', 'b'], null)],
  ['solve_spd', solver(solveSpd, ['A', 'b'], 'positive_definite')],
  ['solve', solver((ctx, a, b, span) => applyKernel(ctx, 'solve', [a, b], b.dims, span), ['A', 'b'], null)],
  ['quad_form', quadForm],
  ['kron', kron],
]);
