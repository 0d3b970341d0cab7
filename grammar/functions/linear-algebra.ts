/** Linear algebra over the last one or two dims of its arguments; leading dims are a batch. */
import { compatible } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { anonymous, arrayType, type Dim, joinDepends, named } from '../shapes/type.ts';
import { type BuiltinFunction, type FunctionArgument, ok, problem, type Rule } from './function.ts';
import { contract, ofSquare, overArrays, solve, squareDims } from './shape-rules.ts';

const a: FunctionArgument = {
  name: 'A',
  doc: 'A symmetric positive definite matrix.',
  need: 'positive_definite',
};
const lower: FunctionArgument = { name: 'L', doc: 'A lower-triangular matrix.' };
const b: FunctionArgument = { name: 'b', doc: 'A vector or a matrix.' };

const outer: Rule = overArrays(([x, y]) => {
  if (x.dims.length === 0) return problem({ kind: 'shape', arg: 0, expected: 'a vector' });
  if (y.dims.length === 0) return problem({ kind: 'shape', arg: 1, expected: 'a vector' });
  return ok(arrayType('real', [...x.dims, ...y.dims], joinDepends([x, y])));
});

const transpose: Rule = overArrays(([x]) => {
  const n = x.dims.length;
  if (n < 2) return problem({ kind: 'shape', arg: 0, expected: 'a matrix' });
  return ok({ ...x, dims: [...x.dims.slice(0, -2), x.dims[n - 1], x.dims[n - 2]] });
});

/** A vector gives a diagonal matrix, a square matrix its diagonal. */
const diag: Rule = overArrays(([x], context) => {
  const n = x.dims.length;
  if (n === 0) return problem({ kind: 'shape', arg: 0, expected: 'a vector or a square matrix' });
  const square = squareDims(x, context);
  const last = x.dims[n - 1];
  const dims = square !== null ? x.dims.slice(0, -1) : [...x.dims, last];
  return ok(arrayType(x.element, dims, x.depends));
});

const identity: Rule = ([n]) => {
  if (n.type.kind === 'unknown') return ok(n.type);
  const dim: Dim = n.dimension !== null ? named(n.dimension) : anonymous(n.constant);
  if (n.dimension === null && n.type.kind !== 'array')
    return problem({ kind: 'type', arg: 0, expected: 'a dimension or a size' });
  if (n.type.kind === 'array') {
    if (n.type.dims.length > 0 || n.type.element === 'real')
      return problem({ kind: 'shape', arg: 0, expected: 'a dimension or a size' });
    if (n.type.depends === 'param') return problem({ kind: 'needs-data', arg: 0 });
  }
  return ok(arrayType('real', [dim, dim]));
};

const quadForm: Rule = overArrays(([matrix, x], context) => {
  const square = squareDims(matrix, context);
  if (square === null) return problem({ kind: 'shape', arg: 0, expected: 'a square matrix' });
  if (x.dims.length === 0) return problem({ kind: 'shape', arg: 1, expected: 'a vector' });
  const last = x.dims[x.dims.length - 1];
  if (!compatible(last, square[1], context.table))
    return problem({ kind: 'clash', left: 0, right: 1, leftDim: square[1], rightDim: last });
  return ok(arrayType('real', x.dims.slice(0, -1), joinDepends([matrix, x])));
});

const kron: Rule = overArrays(([x, y], { table }) => {
  for (const [arg, { dims }] of [x, y].entries())
    if (dims.length !== 2) return problem({ kind: 'shape', arg, expected: 'a matrix' });
  const size = (axis: number): Dim => {
    const [m, n] = [x, y].map(({ dims }) => dimSize(dims[axis], table));
    return anonymous(m === null || n === null ? null : m * n);
  };
  return ok(arrayType('real', [size(0), size(1)], joinDepends([x, y])));
});

function entry(
  name: string,
  signature: readonly FunctionArgument[],
  result: string,
  doc: string,
  rule: Rule,
): BuiltinFunction {
  return { name, group: 'linear-algebra', doc, signatures: [signature], result, rule };
}

export const linearAlgebra: readonly BuiltinFunction[] = [
  entry(
    'dot',
    [
      { name: 'a', doc: 'A vector.' },
      { name: 'b', doc: 'A vector over the same dim.' },
    ],
    'scalar for two vectors',
    'The inner product: contracts the last dim of `a`, as `a @ b`.',
    overArrays(([x, y], context) => contract(x, y, context)),
  ),
  entry(
    'outer',
    [
      { name: 'a', doc: 'A vector.' },
      { name: 'b', doc: 'A vector.' },
    ],
    'dims of `a`, then of `b`',
    'The outer product `a[i] * b[j]`.',
    outer,
  ),
  entry('transpose', [{ name: 'A', doc: 'A matrix.' }], 'last two dims swapped', 'The transpose.', transpose),
  entry(
    'diag',
    [{ name: 'x', doc: 'A vector or a square matrix.' }],
    'a matrix from a vector, a vector from a matrix',
    'The diagonal matrix of a vector, or the diagonal of a matrix.',
    diag,
  ),
  entry(
    'identity',
    [{ name: 'n', doc: 'A dimension or a size.' }],
    '`[n, n]`',
    'The identity matrix over a dimension.',
    identity,
  ),
  entry(
    'cholesky',
    [a],
    'dims of `A`',
    "The lower Cholesky factor `L` with `A = L L'`.",
    ofSquare((batch, dim) => [...batch, dim, dim]),
  ),
  entry(
    'solve',
    [{ name: 'A', doc: 'A square matrix.' }, b],
    'dims of `b`',
    '`A^-1 b` of any square matrix, by elimination with pivots; `solve_spd` is faster for a covariance.',
    solve,
  ),
  entry(
    'kron',
    [
      { name: 'A', doc: 'A matrix.' },
      { name: 'B', doc: 'A matrix.' },
    ],
    'a matrix with as many rows and columns as the product of both',
    'The Kronecker product: each element of `A` times all of `B`.',
    kron,
  ),
  entry('solve_lower', [lower, b], 'dims of `b`', '`L^-1 b` by forward substitution.', solve),
  entry('solve_spd', [a, b], 'dims of `b`', '`A^-1 b` through the Cholesky factor.', solve),
  entry(
    'log_det',
    [a],
    'scalar',
    'The log determinant of a symmetric positive definite matrix.',
    ofSquare((batch) => batch),
  ),
  entry(
    'eigenvalues_sym',
    [{ name: 'A', doc: 'A symmetric matrix.', need: 'symmetric' }],
    'a vector',
    'The eigenvalues of a symmetric matrix, ascending.',
    ofSquare((batch, dim) => [...batch, dim]),
  ),
  entry(
    'quad_form',
    [
      { name: 'A', doc: 'A square matrix.' },
      { name: 'x', doc: 'A vector.' },
    ],
    'scalar',
    "The quadratic form `x' A x`.",
    quadForm,
  ),
];
