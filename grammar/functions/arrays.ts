/** Functions that make or rearrange arrays. */
import { broadcast, moreSpecific } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { anonymous, arrayType, type Dim, type Element, joinDepends, joinElement } from '../shapes/type.ts';
import { type BuiltinFunction, type FunctionArgument, ok, problem, type Rule } from './function.ts';
import { alongLast, anonymousSum, dataOnly, overArrays } from './shape-rules.ts';

const size: Rule = ([x]) => {
  if (x.type.kind === 'unknown') return ok(x.type);
  if (x.type.kind !== 'dimension' && x.type.kind !== 'array')
    return problem({ kind: 'type', arg: 0, expected: 'a dimension or an array' });
  return ok(arrayType('int'));
};

/** Joins along the last axis; a scalar counts as one element. */
const concat: Rule = overArrays((arrays, { table }) => {
  const longest = Math.max(1, ...arrays.map((t) => t.dims.length));
  let lead: readonly Dim[] = [];
  const sizes: (number | null)[] = [];
  let element: Element = 'bool';
  for (const [i, type] of arrays.entries()) {
    const last = type.dims[type.dims.length - 1];
    sizes.push(last === undefined ? 1 : dimSize(last, table));
    if (type.dims.length > 0 && type.dims.length !== longest)
      return problem({
        kind: 'shape',
        arg: i,
        expected: `an array with ${longest} dimensions, as the others`,
      });
    const joined = broadcast(lead, type.dims.slice(0, -1), table);
    if (!joined.ok)
      return problem({
        kind: 'clash',
        left: 0,
        right: i,
        leftDim: joined.clash.left,
        rightDim: joined.clash.right,
      });
    lead = joined.dims.map((d, at) => moreSpecific(d, lead[at] ?? d));
    element = joinElement(element, type.element);
  }
  return ok(arrayType(element, [...lead, anonymousSum(sizes)], joinDepends(arrays)));
});

const vector: FunctionArgument = { name: 'x', doc: 'A vector.' };

/** Knots `t` and a degree k make `size(t) - k - 1` functions. */
const bspline: Rule = overArrays(([x, knots, degree]) => {
  if (knots.dims.length !== 1) return problem({ kind: 'shape', arg: 1, expected: 'a vector of knots' });
  if (degree !== undefined && degree.dims.length > 0)
    return problem({ kind: 'shape', arg: 2, expected: 'a whole number as its degree' });
  return ok(arrayType('real', [...x.dims, anonymous(null)], joinDepends([x, knots])));
});

/** The same, with the number of functions where knots and degree are known. */
const sizedBspline: Rule = (args, context) => {
  const result = dataOnly(bspline)(args, context);
  if (!result.ok || result.type.kind !== 'array') return result;
  const [, knots, degree] = args;
  const size = knots.type.kind === 'array' ? dimSize(knots.type.dims[0], context.table) : null;
  const k = degree === undefined ? 3 : degree.constant;
  if (size === null || k === null || size - k - 1 < 1) return result;
  return ok({ ...result.type, dims: [...result.type.dims.slice(0, -1), anonymous(size - k - 1)] });
};

export const arrayFunctions: readonly BuiltinFunction[] = [
  {
    name: 'size',
    group: 'array',
    doc: 'The number of positions of a dimension, or of elements of an array.',
    signatures: [[{ name: 'd', doc: 'A dimension or an array.' }]],
    result: 'int',
    rule: size,
  },
  {
    name: 'softmax',
    group: 'array',
    doc: '`exp(x) / sum(exp(x))` over the last dim, without overflow.',
    signatures: [[vector]],
    result: 'real, dims of `x`',
    rule: alongLast('real'),
  },
  {
    name: 'cumsum',
    group: 'array',
    doc: 'Running sums along the last dim.',
    signatures: [[vector]],
    result: 'dims of `x`',
    rule: alongLast(null),
  },
  {
    name: 'sort',
    group: 'array',
    doc: 'The values of data in ascending order along the last dim.',
    signatures: [[{ name: 'x', doc: 'Data: a vector.' }]],
    result: 'dims of `x`',
    rule: dataOnly(alongLast(null)),
  },
  {
    name: 'standardize',
    group: 'array',
    doc: 'Data centred to mean 0 and scaled to standard deviation 1; each column of a matrix on its own.',
    signatures: [[{ name: 'x', doc: 'Data: a vector, or a matrix with one row per observation.' }]],
    result: 'real, dims of `x`',
    rule: dataOnly(alongLast('real')),
  },
  {
    name: 'concat',
    group: 'array',
    doc: 'Arrays joined end to end along the last dim.',
    signatures: [
      [
        { name: 'a', doc: 'First array.' },
        { name: 'b', doc: 'Next array; more may follow.', rest: true },
      ],
    ],
    result: 'a vector as long as all together',
    rule: concat,
  },
  {
    name: 'bspline',
    group: 'array',
    doc: 'The basis of B-splines at data: one column for each function, which sum to 1; as `BSpline.design_matrix` of SciPy.',
    signatures: [
      [
        { name: 'x', doc: 'Data, within the knots.' },
        {
          name: 'knots',
          doc: 'Data, ascending: the inner knots between both ends, each end repeated `degree + 1` times.',
        },
        { name: 'degree', doc: 'Degree of the polynomials, 3 by default.', optional: true },
      ],
    ],
    result: '`[dims of x, size(knots) - degree - 1]`',
    rule: sizedBspline,
  },
];
